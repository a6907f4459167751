package io.sidetone.api.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line per utterance, for people. */
final class TextExport implements Export {
    private record Line(long atMs, String speaker, String text) {
        String in(Transcript.Call call, Look look) {
            return "[" + Stamp.moment(call, atMs, look) + "] " + (speaker.isEmpty() ? "" : speaker + ": ") + text
                    + "\n";
        }
    }

    @Override
    public byte[] write(Transcript transcript, Look look) {
        Transcript.Call call = transcript.call();
        StringBuilder text = new StringBuilder(head(call, look));
        lines(transcript, look).forEach(line -> text.append(line.in(call, look)));
        String incomplete = Notes.incomplete(call);
        if (!incomplete.isEmpty()) {
            text.append(incomplete).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String head(Transcript.Call call, Look look) {
        return "Call " + Plain.line(call.callId()) + "  " + Stamp.dayAndTime(call.startedAtMillis(), look) + "  "
                + known(call.from()) + " -> " + known(call.to()) + "\n";
    }

    private static String known(@Nullable String number) {
        return number == null || number.isEmpty() ? "?" : number;
    }

    private static List<Line> lines(Transcript transcript, Look look) {
        Speakers speakers = new Speakers(transcript, look);
        Transcript.Call call = transcript.call();
        List<Line> lines = new ArrayList<>();
        transcript.pauses().forEach(it -> lines.add(new Line(it.startMs(), "", Notes.pause(call, it, look))));
        transcript
                .gaps()
                .forEach(it -> lines.add(new Line(it.startMs(), speakers.of(it.legId()), Notes.gap(call, it, look))));
        transcript.utterances().forEach(it -> lines.add(new Line(it.startMs(), speakers.of(it.legId()), it.text())));
        transcript.keys().forEach(it -> lines.add(new Line(it.atMs(), speakers.of(it.legId()), Notes.KEY_PRESSED)));
        lines.sort(Comparator.comparingLong(Line::atMs)); // stable: what begins together keeps the order from above
        return lines;
    }
}
