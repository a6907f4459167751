package io.sidetone.api.export;

import io.sidetone.api.export.Transcript.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts a transcript into cues, in the order in which they begin. */
final class Cues {
    private static final long LONGEST_MS = 7_000;
    private static final long SHORTEST_MS = 1_000;

    /** Whether a text of one speaker has room in one cue. */
    interface Room {
        boolean holds(String legId, String text);
    }

    private Cues() {}

    static List<Cue> of(Transcript transcript, Look look, Room room) {
        List<Cue> cues = new ArrayList<>();
        transcript.pauses().forEach(it -> cues.add(pause(transcript.call(), it, look)));
        transcript.gaps().forEach(it -> cues.add(gap(transcript.call(), it, look)));
        transcript.pieces().forEach(it -> cut(it, look, room, cues));
        cues.sort(Comparator.comparingLong(Cue::startMs)); // stable: what begins together keeps the order from above
        return readable(cues);
    }

    private static Cue pause(Transcript.Call call, Transcript.Pause pause, Look look) {
        Long endMs = pause.endMs();
        return new Cue(
                "pause-" + pause.startMs(),
                pause.startMs(),
                endMs == null ? Math.max(pause.startMs(), call.durationMs()) : endMs,
                null,
                Notes.pause(call, pause, look));
    }

    private static Cue gap(Transcript.Call call, Transcript.Gap gap, Look look) {
        String whose = gap.legId() == null ? "" : gap.legId() + "-";
        return new Cue(
                "gap-" + whose + gap.startMs(), gap.startMs(), gap.endMs(), gap.legId(), Notes.gap(call, gap, look));
    }

    /** At sentence ends if there are any within reach, else at words. */
    private static void cut(Piece piece, Look look, Room room, List<Cue> cues) {
        List<Token> rest = Token.of(piece, look.maxLine() / 2);
        for (int part = 1; !rest.isEmpty(); part++) {
            int count = cut(rest, text -> room.holds(piece.legId(), text));
            List<Token> taken = rest.subList(0, count);
            cues.add(new Cue(
                    part == 1 ? piece.finalId() : piece.finalId() + "/" + part,
                    taken.get(0).startMs(),
                    taken.get(count - 1).endMs(),
                    piece.legId(),
                    Token.join(taken)));
            rest = rest.subList(count, rest.size());
        }
    }

    private interface Fit {
        boolean holds(String text);
    }

    private static int cut(List<Token> tokens, Fit fit) {
        int count = 1;
        while (count < tokens.size() && fits(tokens.subList(0, count + 1), fit)) {
            count++;
        }
        if (count == tokens.size()) {
            return count;
        }
        for (int end = count; end > 0; end--) {
            if (tokens.get(end - 1).endsSentence()) {
                return end;
            }
        }
        return count;
    }

    private static boolean fits(List<Token> tokens, Fit fit) {
        long lengthMs = tokens.get(tokens.size() - 1).endMs() - tokens.get(0).startMs();
        return lengthMs <= LONGEST_MS && fit.holds(Token.join(tokens));
    }

    /** Long enough to be read, unless the same speaker goes on; never longer than the longest. */
    private static List<Cue> readable(List<Cue> cues) {
        Map<String, Long> nextStartMs = new HashMap<>(); // by leg
        List<Cue> readable = new ArrayList<>(cues);
        for (int i = cues.size() - 1; i >= 0; i--) {
            Cue cue = cues.get(i);
            String speaker = cue.legId() == null ? "" : cue.legId();
            long next = nextStartMs.getOrDefault(speaker, Long.MAX_VALUE);
            long shown = Math.max(cue.endMs(), Math.min(cue.startMs() + SHORTEST_MS, next));
            long bounded = Math.min(shown, cue.startMs() + LONGEST_MS);
            readable.set(i, cue.until(Math.max(bounded, cue.startMs() + 1))); // players drop cues of no length
            nextStartMs.put(speaker, cue.startMs());
        }
        return readable;
    }
}
