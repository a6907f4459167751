package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive.CallSummary;
import java.util.Set;

/** A call as it is listed. */
final class CallView {
    private static final String[] OF_THE_START = {"direction", "from", "to", "accountSid", "callSid", "labels"};

    private CallView() {}

    /** @return with its legs' totals once it has ended; while it lives they are not counted yet */
    static ObjectNode of(CallSummary call) {
        JsonNode ended = ended(call);
        ObjectNode view = Json.object()
                .put("callId", call.callId())
                .put("state", call.endedAtMillis() == null ? "live" : "ended")
                .put("startedAt", call.startedAtMillis());
        if (call.endedAtMillis() != null) {
            view.put("endedAt", call.endedAtMillis());
            copy(ended, view, Set.of("durationMs", "endReason", "pendingRepairMs"));
        }
        copy(Json.readOwn(call.started()), view, Set.of(OF_THE_START));
        view.putObject("counts")
                .put("finals", call.finals())
                .put("words", call.words())
                .put("faults", call.faults());
        view.putObject("deliveries")
                .put("pending", call.deliveries().pending())
                .put("delivered", call.deliveries().delivered())
                .put("dead", call.deliveries().dead());
        call.tags().forEach(view.putArray("tags")::add);
        view.put("lastSeq", call.lastSeq());
        view.set("legs", ended.path("legs").isArray() ? ended.path("legs") : Json.array());
        return view;
    }

    /** One call, with what is known of its legs at present. */
    static ObjectNode whole(CallSummary call, LegViews legs) {
        ObjectNode view = of(call).put("paused", legs.paused());
        ArrayNode list = legs.list();
        view.set("parameters", Json.readOwn(call.started()).path("parameters"));
        view.set("legs", list);
        return view;
    }

    private static JsonNode ended(CallSummary call) {
        byte[] ended = call.ended();
        return ended == null ? Json.object() : Json.readOwn(ended);
    }

    private static void copy(JsonNode from, ObjectNode to, Set<String> names) {
        from.properties().stream()
                .filter(it -> names.contains(it.getKey()))
                .forEach(it -> to.set(it.getKey(), it.getValue()));
    }
}
