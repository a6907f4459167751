package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
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
        "provider",
        "model",
        "requestId",
        "speechFinal",
        "repaired",
        "late",
        "unconfirmed",
        "at",
        "receivedAt",
        "latencyMs",
        "callSeq"
    };

    /** Words of a call's newest finals; older finals are shown without. */
    private static final int MAX_WORD_BYTES = 64 * 1024;

    /** Receivers' answers to a call's newest deliveries; older ones are marked as omitted. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private record Answered(Said said, String target, int bytes) {}

    private final int max;
    private final ArrayDeque<Said> finals = new ArrayDeque<>();
    private final ArrayDeque<Said> withWords = new ArrayDeque<>(); // of the finals, those that still have them
    private final ArrayDeque<Answered> answers = new ArrayDeque<>();
    private long wordBytes;
    private long answerBytes;
    private long total;

    FinalTail(int max) {
        this.max = max;
    }

    /** @param words a JSON array, or null */
    void add(ObjectNode event, byte @Nullable [] words) {
        ObjectNode kept = Json.object();
        for (String field : KEPT) {
            if (event.has(field)) {
                kept.set(field, event.get(field));
            }
        }
        Said said = new Said(event.path("finalId").asText(), Json.bytes(kept));
        finals.addLast(said);
        total++;
        if (words != null) {
            said.words = words;
            withWords.addLast(said);
            wordBytes += words.length;
        }
        Said gone = finals.size() > max ? finals.removeFirst() : null;
        while (!withWords.isEmpty() && (wordBytes > MAX_WORD_BYTES || withWords.getFirst() == gone)) {
            wordBytes -= withWords.removeFirst().forgetWords();
        }
    }

    /**
     * Notes what became of a delivery; false if that was known. Finals that are gone know nothing.
     *
     * @param delivery as it stands with its final
     */
    boolean delivered(String finalId, String target, ObjectNode delivery) {
        Said said = find(finalId);
        if (said == null) {
            return true;
        }
        boolean news = said.delivered(target, delivery);
        if (news && delivery.has("answer")) {
            int size = Json.bytes(delivery.get("answer")).length;
            answers.addLast(new Answered(said, target, size));
            answerBytes += size;
            while (answerBytes > MAX_ANSWER_BYTES) {
                Answered oldest = answers.removeFirst();
                answerBytes -= oldest.bytes();
                oldest.said().forgetAnswer(oldest.target());
            }
        }
        return news;
    }

    /** True if this target gets this final, by itself or with its utterance. */
    boolean goesTo(String finalId, String target) {
        Said said = find(finalId);
        return said != null && said.of(target) != null;
    }

    private @Nullable Said find(String finalId) {
        for (Iterator<Said> newestFirst = finals.descendingIterator(); newestFirst.hasNext(); ) {
            Said said = newestFirst.next();
            if (said.finalId.equals(finalId)) {
                return said;
            }
        }
        return null;
    }

    /** Remembers of which utterance a final is the last. */
    void endsUtterance(String finalId, long callSeq) {
        Said said = find(finalId);
        if (said != null) {
            said.utteranceSeq = callSeq;
        }
    }

    /** The last final of the utterance whose end has this number in the call; null if it is not kept. */
    @Nullable String lastOfUtterance(long callSeq) {
        for (Iterator<Said> newestFirst = finals.descendingIterator(); newestFirst.hasNext(); ) {
            Said said = newestFirst.next();
            if (said.utteranceSeq == callSeq) {
                return said.finalId;
            }
        }
        return null;
    }

    /** Finals said before the newest {@code newest}. */
    long olderThan(int newest) {
        return total - Math.min(newest, finals.size());
    }

    /** The newest {@code newest} finals, oldest first; {@code words} says whether with theirs, where they are kept. */
    Iterable<ObjectNode> newest(int newest, boolean words) {
        return finals.stream()
                .skip(Math.max(0, finals.size() - newest))
                .map(said -> said.json(words))
                .toList();
    }

    /** What became of one delivery; a JSON object. */
    private static final class Delivery {
        private final String target;
        private byte[] json;

        Delivery(String target, byte[] json) {
            this.target = target;
            this.json = json;
        }
    }

    /** Kept as bytes: a tree would take several times the memory. */
    private static final class Said {
        private final String finalId;
        private final byte[] compact;
        private byte @Nullable [] words;
        private long utteranceSeq; // of the utterance that ends with it, 0 for none
        private List<Delivery> deliveries = List.of(); // most have none or one

        Said(String finalId, byte[] compact) {
            this.finalId = finalId;
            this.compact = compact;
        }

        @Nullable Delivery of(String target) {
            for (Delivery delivery : deliveries) {
                if (delivery.target.equals(target)) {
                    return delivery;
                }
            }
            return null;
        }

        /** False if this was known. */
        boolean delivered(String target, ObjectNode news) {
            Delivery known = of(target);
            if (known == null) {
                Delivery first = new Delivery(target, Json.bytes(news));
                deliveries =
                        Stream.concat(deliveries.stream(), Stream.of(first)).toList();
                return true;
            }
            if (news.equals(read(known.json))) {
                return false;
            }
            known.json = Json.bytes(news);
            return true;
        }

        void forgetAnswer(String target) {
            Delivery delivery = of(target);
            if (delivery != null) {
                ObjectNode node = read(delivery.json);
                if (node.remove("answer") != null) {
                    delivery.json = Json.bytes(node.put("answerOmitted", true));
                }
            }
        }

        int forgetWords() {
            int length = words == null ? 0 : words.length;
            words = null;
            return length;
        }

        ObjectNode json(boolean withWords) {
            ObjectNode node = read(compact);
            if (withWords) {
                node.set("words", words == null ? null : array(words));
            }
            ArrayNode list = node.putArray("delivery");
            deliveries.forEach(it -> list.add(read(it.json)));
            return node;
        }

        private static ArrayNode array(byte[] json) {
            try {
                return Json.array(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // we wrote it ourselves
            }
        }

        private static ObjectNode read(byte[] json) {
            try {
                return Json.object(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // we wrote it ourselves
            }
        }
    }
}
