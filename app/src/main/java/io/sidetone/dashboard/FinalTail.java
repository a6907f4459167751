package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call's newest finals with what became of their deliveries; the oldest make room. Writer thread only. */
final class FinalTail {
    private static final String[] KEPT = {
        "callId",
        "legId",
        "role",
        "track",
        "finalId",
        "n",
        "utt",
        "rev",
        "startMs",
        "endMs",
        "text",
        "confidence",
        "language",
        "speechFinal",
        "repaired",
        "late",
        "unconfirmed",
        "at"
    };

    private final int max;
    private final ArrayDeque<Said> finals = new ArrayDeque<>();
    private long total;

    FinalTail(int max) {
        this.max = max;
    }

    void add(ObjectNode event) {
        ObjectNode kept = Json.object();
        for (String field : KEPT) {
            if (event.has(field)) {
                kept.set(field, event.get(field));
            }
        }
        finals.addLast(new Said(event.path("finalId").asText(), Json.bytes(kept)));
        total++;
        if (finals.size() > max) {
            finals.removeFirst();
        }
    }

    /** Notes what became of a delivery; false if that was known. Finals that are gone know nothing. */
    boolean delivered(String finalId, String target, ObjectNode event) {
        for (Iterator<Said> newestFirst = finals.descendingIterator(); newestFirst.hasNext(); ) {
            Said said = newestFirst.next();
            if (said.finalId.equals(finalId)) {
                ObjectNode delivery = event.deepCopy();
                delivery.remove(List.of("type", "callId", "legId", "finalId", "role"));
                return said.deliveries == null
                        ? said.first(target, delivery)
                        : !delivery.equals(said.deliveries.put(target, delivery));
            }
        }
        return true;
    }

    /** Finals said before the newest {@code newest}. */
    long olderThan(int newest) {
        return total - Math.min(newest, finals.size());
    }

    /** The newest {@code newest} finals, oldest first. */
    Iterable<ObjectNode> newest(int newest) {
        return finals.stream()
                .skip(Math.max(0, finals.size() - newest))
                .map(Said::json)
                .toList();
    }

    /** Kept as bytes: a tree would take several times the memory. */
    private static final class Said {
        private final String finalId;
        private final byte[] compact;
        private @Nullable Map<String, JsonNode> deliveries; // by target; most have none or one

        Said(String finalId, byte[] compact) {
            this.finalId = finalId;
            this.compact = compact;
        }

        boolean first(String target, JsonNode delivery) {
            deliveries = new LinkedHashMap<>(2);
            deliveries.put(target, delivery);
            return true;
        }

        ObjectNode json() {
            try {
                ObjectNode node = Json.object(compact);
                ArrayNode list = node.putArray("delivery");
                if (deliveries != null) {
                    deliveries.values().forEach(list::add);
                }
                return node;
            } catch (IOException e) {
                throw new UncheckedIOException(e); // we wrote it ourselves
            }
        }
    }
}
