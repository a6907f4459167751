package io.sidetone.sim.deepgram;

import java.util.Optional;

/** {@code /v2/listen}: turns, fewer messages of the client, and no patience with others. */
final class FluxDialect implements Dialect {
    private static final String UNPARSABLE = "UNPARSABLE_CLIENT_MESSAGE";

    private final Line line;
    private final ListenRequest request;
    private final RecordedStream stream;
    private final AudioIntake audio;

    FluxDialect(Line line, ListenRequest request, RecordedStream stream, AudioIntake audio) {
        this.line = line;
        this.request = request;
        this.stream = stream;
        this.audio = audio;
    }

    @Override
    public void opened() {
        line.say(new ServerMessage.Connected());
    }

    @Override
    public void text(String text) {
        FluxText message = FluxText.parse(text);
        if (message instanceof FluxText.CloseStream) {
            line.closeStream();
        } else if (message instanceof FluxText.Configure configure) {
            onConfigure(configure);
        } else if (message instanceof FluxText.Unparsable wrong) {
            line.violation(Violation.Kind.BAD_TEXT, wrong.description());
            line.say(new ServerMessage.FatalError(UNPARSABLE, wrong.description()));
            line.close(new Fault.Close(1008, UNPARSABLE, Moment.atOpen()));
        }
    }

    @Override
    public void finish() {
        audio.transcription().finish();
    }

    @Override
    public int closeCode() {
        return 1005;
    }

    private void onConfigure(FluxText.Configure configure) {
        stream.countConfigure();
        TurnRules rules = configure.over(audio.transcription().turnRules());
        Optional<String> problem = problem(configure, rules);
        if (problem.isPresent()) {
            line.violation(Violation.Kind.BAD_CONFIGURE, problem.get());
            line.say(new ServerMessage.FluxNotConfigured("INVALID_CONFIGURATION", problem.get()));
        } else {
            audio.transcription().turnRules(rules);
            line.say(new ServerMessage.FluxConfigured(rules, configure));
        }
    }

    private Optional<String> problem(FluxText.Configure configure, TurnRules rules) {
        if (!FluxRules.isEndThreshold(rules.end())) {
            return Optional.of("eot_threshold: " + rules.end() + " (expected: 0.5 to 1.0)");
        }
        Double eager = rules.eager();
        if (eager != null && (!FluxRules.isEagerThreshold(eager) || eager > rules.end())) {
            return Optional.of("eager_eot_threshold: " + eager + " (expected: 0.3 to 0.9, at most eot_threshold)");
        }
        if (!FluxRules.isTimeout(rules.timeoutMs())) {
            return Optional.of("eot_timeout_ms: " + rules.timeoutMs() + " (expected: 500 to 60000)");
        }
        if (configure.keyterms() != null && NovaRules.tooManyKeyterms(configure.keyterms())) {
            return Optional.of("more than 500 tokens of keyterms");
        }
        if (configure.languageHints() != null && !request.multilingual()) {
            return Optional.of("language_hints need " + FluxRules.MULTILINGUAL);
        }
        return Optional.empty();
    }
}
