package io.sidetone.api.export;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was said on one call, as far as it is settled. Times ending in {@code Ms} are call time; every list is in
 * spoken order.
 *
 * @param lastSeq of the newest event in it
 */
public record Transcript(
        Call call,
        long lastSeq,
        List<Leg> legs,
        List<Piece> pieces,
        List<Utterance> utterances,
        List<Key> keys,
        List<Gap> gaps,
        List<Pause> pauses) {
    public Transcript {
        legs = List.copyOf(legs);
        pieces = List.copyOf(pieces);
        utterances = List.copyOf(utterances);
        keys = List.copyOf(keys);
        gaps = List.copyOf(gaps);
        pauses = List.copyOf(pauses);
    }

    /**
     * The call itself.
     *
     * @param durationMs of a live call: up to the newest thing that is known
     * @param pendingRepairMs audio that may have been transcribed after the call's end
     */
    public record Call(
            String callId,
            long startedAtMillis,
            @Nullable String direction,
            @Nullable String from,
            @Nullable String to,
            Map<String, String> labels,
            long durationMs,
            boolean ended,
            long pendingRepairMs) {
        public Call {
            labels = Map.copyOf(labels);
        }

        /** False while more may come. */
        public boolean complete() {
            return ended && pendingRepairMs == 0;
        }
    }

    /** @param name of the person, or the role with a capital letter */
    public record Leg(
            String legId,
            String role,
            String name,
            @Nullable String track) {}

    /** One final. */
    public record Piece(
            String finalId,
            String legId,
            long n,
            long utt,
            long startMs,
            long endMs,
            String text,
            double confidence,
            @Nullable String language,
            boolean repaired,
            boolean unconfirmed,
            List<Word> words) {
        public Piece {
            words = List.copyOf(words);
        }
    }

    /** One word of a final, as it stands in its text. */
    public record Word(String text, long startMs, long endMs) {}

    /**
     * Finals up to a declared end.
     *
     * @param end why it ended; null while it goes on
     */
    public record Utterance(
            String legId,
            long utt,
            long startMs,
            long endMs,
            String text,
            double confidence,
            List<String> finals,
            @Nullable String end) {
        public Utterance {
            finals = List.copyOf(finals);
        }
    }

    /** A key was pressed; which one is nobody's business. */
    public record Key(String legId, long atMs) {}

    /** A stretch that nobody transcribed and nobody will; without a leg it is the whole call's. */
    public record Gap(@Nullable String legId, long startMs, long endMs, String code) {}

    /** @param endMs null while it lasts */
    public record Pause(long startMs, @Nullable Long endMs, String by) {}

    /** The same with these legs only; what concerns the whole call stays. */
    public Transcript only(Set<String> legIds) {
        return new Transcript(
                call,
                lastSeq,
                legs.stream().filter(it -> legIds.contains(it.legId())).toList(),
                pieces.stream().filter(it -> legIds.contains(it.legId())).toList(),
                utterances.stream().filter(it -> legIds.contains(it.legId())).toList(),
                keys.stream().filter(it -> legIds.contains(it.legId())).toList(),
                gaps.stream()
                        .filter(it -> it.legId() == null || legIds.contains(it.legId()))
                        .toList(),
                pauses);
    }
}
