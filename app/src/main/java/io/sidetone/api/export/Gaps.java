package io.sidetone.api.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stretches that faults tell of: those with {@code lostMs}. Faults without it are troubles that were made up
 * for. A loss that goes on is told at its beginning and, from the same moment on, with its whole length at its end.
 */
final class Gaps {
    private record Place(String legId, String code, long startMs) {}

    private final Map<Place, Long> lostMs = new LinkedHashMap<>();

    void take(JsonNode fault) {
        long lost = fault.path("lostMs").asLong();
        if (lost > 0) {
            Place place = new Place(
                    fault.path("legId").asText(""),
                    fault.path("code").asText(),
                    Math.max(0, fault.path("atMs").asLong()));
            lostMs.merge(place, lost, Math::max);
        }
    }

    /** In order; what touches, of one leg and one cause, is one. */
    List<Transcript.Gap> list() {
        List<Transcript.Gap> sorted = lostMs.entrySet().stream()
                .map(it -> gap(it.getKey(), it.getValue()))
                .sorted(Order.GAPS)
                .toList();
        List<Transcript.Gap> joined = new ArrayList<>();
        for (Transcript.Gap gap : sorted) {
            int touching = touching(joined, gap);
            if (touching < 0) {
                joined.add(gap);
            } else {
                Transcript.Gap before = joined.get(touching);
                joined.set(
                        touching,
                        new Transcript.Gap(
                                gap.legId(), before.startMs(), Math.max(before.endMs(), gap.endMs()), gap.code()));
            }
        }
        return joined;
    }

    private static Transcript.Gap gap(Place place, long lostMs) {
        @Nullable String legId = place.legId().isEmpty() ? null : place.legId();
        return new Transcript.Gap(legId, place.startMs(), place.startMs() + lostMs, place.code());
    }

    private static int touching(List<Transcript.Gap> gaps, Transcript.Gap next) {
        for (int i = gaps.size() - 1; i >= 0; i--) {
            Transcript.Gap gap = gaps.get(i);
            if (Objects.equals(gap.legId(), next.legId()) && gap.code().equals(next.code())) {
                return gap.endMs() >= next.startMs() ? i : -1;
            }
        }
        return -1;
    }
}
