package io.sidetone.api.export;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** WebVTT: voice spans, cues named after their finals. The player breaks the lines. */
final class VttExport implements Export {

    @Override
    public byte[] write(Transcript transcript, Look look) {
        Speakers speakers = new Speakers(transcript, look);
        int most = look.maxLine() * look.maxLines();
        List<Cue> cues = Cues.of(transcript, look, (legId, text) -> text.length() <= most);
        StringBuilder file = new StringBuilder("WEBVTT\n\nNOTE call ")
                .append(named(transcript.call().callId()))
                .append(", started ")
                .append(Stamp.utc(transcript.call().startedAtMillis()))
                .append("\n\n");
        for (Cue cue : cues) {
            file.append(named(cue.id()))
                    .append('\n')
                    .append(Stamp.millis(cue.startMs(), '.'))
                    .append(" --> ")
                    .append(Stamp.millis(cue.endMs(), '.'))
                    .append('\n')
                    .append(voice(speakers.of(cue.legId())))
                    .append(escaped(cue.text()))
                    .append("\n\n");
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String voice(String speaker) {
        return speaker.isEmpty() ? "" : "<v " + escaped(speaker) + ">";
    }

    private static String named(String id) {
        return Plain.withoutArrows(Plain.line(id));
    }

    /** The arrow too, as its point is an angle bracket. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
