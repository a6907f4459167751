package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.EventLog.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a call's events say of its legs. */
final class LegViews {
    static final Set<String> TYPES = Set.of("leg.started", "leg.ended", "call.paused", "call.resumed", "call.ended");

    private static final Set<String> OF_THE_CALL = Set.of("callId", "callSid", "seq", "state");

    private final Map<String, ObjectNode> legs = new LinkedHashMap<>();
    private boolean paused;

    private LegViews() {}

    /** @param events of {@link #TYPES}, in the order of the call */
    static LegViews of(List<Stored> events) {
        LegViews views = new LegViews();
        events.forEach(
                it -> views.take(it.event().type(), Json.readOwn(it.event().data())));
        return views;
    }

    private void take(String type, JsonNode data) {
        switch (type) {
            case "leg.started" -> put(data, "live");
            case "leg.ended" -> put(data, "ended");
            case "call.paused" -> paused = true;
            default -> paused = false; // resumed, or over
        }
    }

    private void put(JsonNode data, String state) {
        ObjectNode leg = legs.computeIfAbsent(data.path("legId").asText(), id -> Json.object());
        data.properties().stream()
                .filter(it -> !OF_THE_CALL.contains(it.getKey()))
                .forEach(it -> leg.set(it.getKey().equals("atMs") ? "endMs" : it.getKey(), it.getValue()));
        leg.put("state", state);
    }

    /** Whether the call is paused now. */
    boolean paused() {
        return paused;
    }

    ArrayNode list() {
        ArrayNode list = Json.array();
        legs.values().forEach(list::add);
        return list;
    }
}
