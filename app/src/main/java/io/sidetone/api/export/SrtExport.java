package io.sidetone.api.export;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** SubRip: numbered cues, the speaker as text in front. Simultaneous speakers overlap; players stack them. */
final class SrtExport implements Export {

    @Override
    public byte[] write(Transcript transcript, Look look) {
        Speakers speakers = new Speakers(transcript, look);
        List<Cue> cues = Cues.of(
                transcript,
                look,
                (legId, text) ->
                        Lines.of(prefix(speakers.of(legId), look) + shown(text), look.maxLine(), look.maxLines())
                                        .size()
                                <= look.maxLines());
        StringBuilder file = new StringBuilder();
        int number = 1;
        for (Cue cue : cues) {
            String text = prefix(speakers.of(cue.legId()), look) + shown(cue.text());
            file.append(number++)
                    .append('\n')
                    .append(Stamp.millis(cue.startMs(), ','))
                    .append(" --> ")
                    .append(Stamp.millis(cue.endMs(), ','))
                    .append('\n')
                    .append(String.join("\n", Lines.of(text, look.maxLine(), look.maxLines())))
                    .append("\n\n");
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** At most half a line, so that there is room for what is said. */
    private static String prefix(String speaker, Look look) {
        if (speaker.isEmpty()) {
            return "";
        }
        String name = Plain.withoutArrows(speaker);
        int most = look.maxLine() / 2 - 2;
        return (name.length() <= most ? name : name.substring(0, Characters.end(name, 0, most - 1)) + "…") + ": ";
    }

    private static String shown(String text) {
        return Plain.withoutArrows(text);
    }
}
