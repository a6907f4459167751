package io.sidetone.api.export;

import io.sidetone.api.export.Transcript.Piece;
import io.sidetone.api.export.Transcript.Utterance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts finals together to utterances, those that have no end yet as well. */
final class Utterances {
    private static final Comparator<Utterance> SPOKEN = Comparator.comparingLong(Utterance::startMs)
            .thenComparing(Utterance::legId, Order.LEG_IDS)
            .thenComparingLong(Utterance::utt);

    private Utterances() {}

    /**
     * In spoken order.
     *
     * @param pieces in spoken order
     * @param ends why utterances ended, by {@link TranscriptReader#utterance}
     */
    static List<Utterance> of(List<Piece> pieces, Map<String, String> ends) {
        Map<String, List<Piece>> grouped = new LinkedHashMap<>();
        for (Piece piece : pieces) {
            grouped.computeIfAbsent(TranscriptReader.utterance(piece.legId(), piece.utt()), key -> new ArrayList<>())
                    .add(piece);
        }
        List<Utterance> utterances = new ArrayList<>();
        grouped.forEach((key, finals) -> {
            Piece first = finals.get(0);
            utterances.add(new Utterance(
                    first.legId(),
                    first.utt(),
                    first.startMs(),
                    finals.stream().mapToLong(Piece::endMs).max().orElse(0),
                    finals.stream().map(Piece::text).collect(Collectors.joining(" ")),
                    meanConfidence(finals),
                    finals.stream().map(Piece::finalId).toList(),
                    ends.get(key)));
        });
        utterances.sort(SPOKEN);
        return utterances;
    }

    /** Weighed by words, as in {@code utterance.completed}. */
    private static double meanConfidence(List<Piece> finals) {
        double weighted = 0;
        long words = 0;
        for (Piece said : finals) {
            int weight = Math.max(1, said.words().size());
            weighted += said.confidence() * weight;
            words += weight;
        }
        return Math.round(weighted / words * 10_000) / 10_000.0;
    }
}
