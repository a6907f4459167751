package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call as the board shows it. Writer thread only. */
final class CallState {
    private final CallFacts facts;
    private final ObjectNode started;
    private final long startedAt;
    private final Map<String, LegState> legs = new LinkedHashMap<>();
    private final Set<String> callSids = new LinkedHashSet<>();
    private final FinalTail tail;
    private final DeliveryCounts deliveries = new DeliveryCounts();
    private long deliveryNewsNanos;
    private long askedNanos; // 0: never
    private @Nullable ObjectNode toldCounts; // as call.updated said last
    private long callSeq;
    private long finals;
    private long words;
    private int faults;
    private boolean paused;
    private List<String> tags = List.of();
    private @Nullable ObjectNode ended;
    private long endedNanos;

    private CallState(CallFacts facts, ObjectNode started, int tailFinals) {
        this.facts = facts;
        this.started = started;
        this.startedAt = started.path("startedAt").asLong();
        this.tail = new FinalTail(tailFinals);
    }

    /** @param event {@code call.started} as viewers get it */
    static CallState started(ObjectNode event, int tailFinals) {
        Map<String, String> labels = new LinkedHashMap<>();
        event.path("labels")
                .properties()
                .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
        CallFacts facts = new CallFacts(
                event.path("callId").asText(),
                text(event, "direction"),
                text(event, "from"),
                text(event, "to"),
                text(event, "accountSid"),
                labels);
        return new CallState(facts, event.deepCopy(), tailFinals);
    }

    /** Foreign streams need not say who is on the line. */
    private static String text(ObjectNode event, String field) {
        return event.path(field).isTextual() ? event.path(field).asText() : "";
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    CallFacts facts() {
        return facts;
    }

    Collection<LegState> legs() {
        return legs.values();
    }

    @Nullable LegState leg(String legId) {
        return legs.get(legId);
    }

    FinalTail tail() {
        return tail;
    }

    DeliveryCounts deliveries() {
        return deliveries;
    }

    /** When a delivery was expected or heard of last, by the writer's ticker. */
    long deliveryNewsNanos() {
        return deliveryNewsNanos;
    }

    void deliveryNews(long nowNanos) {
        deliveryNewsNanos = nowNanos;
    }

    /** When the archive was last asked about deliveries, 0 if never. */
    long askedNanos() {
        return askedNanos;
    }

    void asked(long nowNanos) {
        askedNanos = nowNanos;
    }

    /** From now on it has these tags and no others. */
    void tagged(List<String> given) {
        tags = given;
    }

    /** What has changed and may be told later and together; null if nothing has since it was asked last. */
    @Nullable ObjectNode newCounts() {
        ObjectNode now = counts();
        if (now.equals(toldCounts)) {
            return null;
        }
        toldCounts = now;
        return now;
    }

    /**
     * Counts that are shown beside {@code call.updated}. If they are not what that said last, it must say the next
     * ones even if those are the last again: whoever was shown these would keep them.
     */
    private ObjectNode shownCounts() {
        ObjectNode now = counts();
        if (!now.equals(toldCounts)) {
            toldCounts = null;
        }
        return now;
    }

    private ObjectNode counts() {
        ObjectNode node = Json.object();
        ArrayNode sids = node.putArray("callSids");
        callSids.forEach(sids::add);
        node.putObject("counts").put("finals", finals).put("words", words).put("faults", faults);
        node.set("deliveries", deliveries.json());
        tags.forEach(node.putArray("tags")::add);
        return node;
    }

    /** The newest of the call's own numbers that is on the board. */
    long callSeq() {
        return callSeq;
    }

    boolean hasEnded() {
        return ended != null;
    }

    /** When something last happened on the ended call, by the writer's ticker. */
    long endedNanos() {
        return endedNanos;
    }

    /** Takes a journalled event in, and adds to it what viewers get beside its own fields. */
    void take(String type, long seq, ObjectNode event, byte @Nullable [] saidWords, long nowNanos) {
        callSeq = seq;
        String callSid = event.path("callSid").asText();
        if (!callSid.isEmpty()) {
            callSids.add(callSid);
        }
        if (ended != null) {
            endedNanos = nowNanos; // a repaired final keeps the ended call on the board
        }
        switch (type) {
            case "call.started" -> event.set("call", json(true, true, nowNanos));
            case "call.paused" -> paused = true;
            case "call.resumed" -> paused = false;
            case "call.ended" -> ended(event, nowNanos);
            case "fault" -> faults += event.path("resolved").asBoolean() ? 0 : 1;
            default -> takeOfLeg(type, event, saidWords, nowNanos);
        }
    }

    private void takeOfLeg(String type, ObjectNode event, byte @Nullable [] saidWords, long nowNanos) {
        String legId = event.path("legId").asText();
        if (type.equals("leg.started")) {
            LegState leg = legs.computeIfAbsent(legId, id -> new LegState(id, facts));
            leg.started(event, startedAt);
            event.set("leg", leg.json(true, true, nowNanos));
            return;
        }
        LegState leg = legs.get(legId);
        if (leg == null) {
            return;
        }
        switch (type) {
            case "transcript.final" -> said(leg, event, saidWords, nowNanos);
            case "utterance.completed" -> leg.utteranceOver(event.path("utt").asLong());
            case "leg.ended" -> leg.ended(event);
            default -> {
                // nothing that the board keeps
            }
        }
    }

    private void said(LegState leg, ObjectNode event, byte @Nullable [] saidWords, long nowNanos) {
        if (!event.path("repaired").asBoolean()) {
            long heardAt = startedAt + event.path("endMs").asLong(); // call time runs by when audio arrives
            event.put("latencyMs", Math.max(0, event.path("receivedAt").asLong() - heardAt));
        }
        finals++;
        words += LegState.words(event.path("text").asText());
        leg.said(event, nowNanos);
        tail.add(event, saidWords);
    }

    private void ended(ObjectNode event, long nowNanos) {
        ended = Json.object();
        for (String field : new String[] {"endedAt", "durationMs", "endReason"}) {
            JsonNode value = event.get(field);
            if (value != null) {
                ended.set(field, value);
            }
        }
        endedNanos = nowNanos;
        ObjectNode counts = shownCounts();
        event.set("counts", counts.get("counts"));
        event.set("deliveries", counts.get("deliveries"));
    }

    /** The call as it stands in a snapshot. */
    ObjectNode json(boolean interims, boolean finalsToo, long nowNanos) {
        ObjectNode node = Json.object()
                .put("callId", facts.callId())
                .put("state", ended == null ? "live" : "ended")
                .put("startedAt", startedAt)
                .put("direction", orNull(facts.direction()))
                .put("from", orNull(facts.from()))
                .put("to", orNull(facts.to()))
                .put("accountSid", orNull(facts.accountSid()));
        node.set("labels", started.path("labels").deepCopy());
        node.put("callSeq", callSeq).put("paused", paused);
        node.setAll(shownCounts());
        if (ended != null) {
            node.setAll(ended);
        }
        ArrayNode array = node.putArray("legs");
        legs.values().forEach(leg -> array.add(leg.json(interims, finalsToo, nowNanos)));
        return node;
    }
}
