package io.sidetone.sim.deepgram;

import java.util.List;

/** {@code /v1/listen}. */
final class ListenDialect implements Dialect {
    private static final int MOST_ECHOED = 200;

    private final Line line;
    private final ListenRequest request;
    private final RecordedStream stream;
    private final AudioIntake audio;

    ListenDialect(Line line, ListenRequest request, RecordedStream stream, AudioIntake audio) {
        this.line = line;
        this.request = request;
        this.stream = stream;
        this.audio = audio;
    }

    @Override
    public void opened() {
        // the vendor says nothing until it has heard something
    }

    @Override
    public void text(String text) {
        ClientText message = ClientText.parse(text);
        if (message instanceof ClientText.KeepAlive) {
            stream.countKeepAlive();
        } else if (message instanceof ClientText.Finalize finalize) {
            onFinalize(finalize);
        } else if (message instanceof ClientText.CloseStream) {
            line.closeStream();
        } else if (message instanceof ClientText.Configure configure) {
            onConfigure(configure);
        } else if (message instanceof ClientText.Wrong wrong) {
            line.violation(Violation.Kind.BAD_TEXT, wrong.description());
            line.say(new ServerMessage.Complaint(wrong.variant(), wrong.description(), null, shortened(text)));
        }
    }

    @Override
    public void finish() {
        audio.transcription().finish();
        line.say(new ServerMessage.Metadata(audio.sha256(), audio.seconds(), audio.begun() ? request.channels() : 0));
    }

    @Override
    public int closeCode() {
        return 1000;
    }

    private void onFinalize(ClientText.Finalize finalize) {
        stream.countFinalize();
        if (line.faults().has(Fault.Quirk.NO_FINALIZE_ANSWER)) {
            return;
        }
        line.holdFor(Fault.LateFinalizeAnswer.class, Fault.LateFinalizeAnswer::delay);
        audio.transcription().finalizeNow(finalize.channel());
    }

    private void onConfigure(ClientText.Configure configure) {
        stream.countConfigure();
        List<String> keyterms = configure.keyterms();
        if (keyterms != null && !request.model().startsWith("nova-3")) {
            line.violation(Violation.Kind.BAD_CONFIGURE, "keyterms on " + request.model() + " (expected: nova-3)");
            line.say(new ServerMessage.Complaint(
                    "InvalidConfigureMessage", "This model takes no keyterms.", "KeytermsNotSupported", null));
        } else if (keyterms != null && NovaRules.tooManyKeyterms(keyterms)) {
            line.violation(Violation.Kind.BAD_CONFIGURE, "more than 500 tokens of keyterms");
            line.dieInSilence(); // what the vendor does: no word about it, and NET-0000 half a minute later
        } else {
            line.say(new ServerMessage.ConfigureSuccess(keyterms));
        }
    }

    private static String shortened(String text) {
        return text.length() <= MOST_ECHOED ? text : text.substring(0, MOST_ECHOED);
    }
}
