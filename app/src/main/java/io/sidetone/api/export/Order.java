package io.sidetone.api.export;

import java.util.Comparator;

/** Spoken order: by beginning, then leg, then number within the leg. */
final class Order {
    /** {@code l2} before {@code l10}; what concerns the whole call, without a leg, first. */
    static final Comparator<String> LEG_IDS =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    static final Comparator<Transcript.Leg> LEGS = Comparator.comparing(Transcript.Leg::legId, LEG_IDS);

    static final Comparator<Transcript.Piece> PIECES = Comparator.comparingLong(Transcript.Piece::startMs)
            .thenComparing(Transcript.Piece::legId, LEG_IDS)
            .thenComparingLong(Transcript.Piece::n);

    static final Comparator<Transcript.Key> KEYS =
            Comparator.comparingLong(Transcript.Key::atMs).thenComparing(Transcript.Key::legId, LEG_IDS);

    static final Comparator<Transcript.Gap> GAPS = Comparator.comparingLong(Transcript.Gap::startMs)
            .thenComparing(gap -> gap.legId() == null ? "" : gap.legId(), LEG_IDS)
            .thenComparing(Transcript.Gap::code);

    private Order() {}
}
