package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is true now: the live calls, and those that ended a moment ago. Writer thread only. */
final class Board {
    /** Where the board says what changed. */
    interface Changes {
        /** Something happened. {@code seq} stands in the event already, to be overwritten. */
        void happened(CallFacts call, Ring.Kind kind, ObjectNode event);

        /** The newest value of a slot has changed. */
        void overwritten(Slot slot);

        void appeared(String callId);

        void gone(CallState call);
    }

    private static final Logger log = LoggerFactory.getLogger(Board.class);
    private static final int MAX_EARLY = 256; // per call

    private final int tailFinals;
    private final LongSupplier nanos;
    private final Changes changes;
    private final Map<String, CallState> calls = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> early = new HashMap<>(); // live news whose cause is still to come

    Board(int tailFinals, LongSupplier nanos, Changes changes) {
        this.tailFinals = tailFinals;
        this.nanos = nanos;
        this.changes = changes;
    }

    Collection<CallState> calls() {
        return calls.values();
    }

    @Nullable CallState call(String callId) {
        return calls.get(callId);
    }

    /** Takes a journalled event that follows the call's last one. */
    void take(CallEvent journalled) {
        ObjectNode event = read(journalled.callId(), journalled.type(), journalled.data());
        ObjectNode shown = shown(journalled, event == null ? Json.object() : event);
        CallState call = calls.get(journalled.callId());
        boolean appeared = call == null;
        if (call == null) {
            call = CallState.started(shown, tailFinals);
            calls.put(journalled.callId(), call);
        }
        call.take(journalled.type(), journalled.seq(), shown, nanos.getAsLong());
        boolean isFinal = journalled.type().equals("transcript.final");
        changes.happened(call.facts(), isFinal ? Ring.Kind.FINAL : Ring.Kind.OTHER, shown);
        if (appeared) {
            changes.appeared(journalled.callId());
        }
        if (isFinal && !shown.path("repaired").asBoolean()) {
            assumeLive(call, shown.path("legId").asText());
        }
        if (isFinal || journalled.type().equals("leg.started")) {
            takeEarly(journalled.callId());
        }
    }

    private static ObjectNode shown(CallEvent journalled, ObjectNode data) {
        ObjectNode event = Json.of(journalled.type())
                .put("seq", 0L)
                .put("callSeq", journalled.seq())
                .put("at", journalled.atMillis());
        boolean isFinal = journalled.type().equals("transcript.final");
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            String name = field.getKey();
            if (name.equals("seq") || (isFinal && name.equals("words"))) {
                continue;
            }
            boolean instant = name.endsWith("At") && field.getValue().isTextual();
            event.set(name, instant ? millis(event, field.getValue()) : field.getValue());
        }
        return event;
    }

    private static JsonNode millis(ObjectNode factory, JsonNode iso) {
        try {
            return factory.numberNode(Instant.parse(iso.asText()).toEpochMilli());
        } catch (DateTimeException e) {
            return iso;
        }
    }

    /** Takes the newest value of a slot of the live bus. */
    void live(String callId, String slot, byte[] json) {
        CallState call = calls.get(callId);
        ObjectNode event = call == null ? null : read(callId, slot, json);
        if (call == null || event == null) {
            return;
        }
        String type = event.path("type").asText();
        LegState leg = call.leg(event.path("legId").asText());
        if (isEarly(event, type, leg)) {
            Map<String, byte[]> waiting = early.computeIfAbsent(callId, id -> new LinkedHashMap<>());
            if (waiting.size() < MAX_EARLY || waiting.containsKey(slot)) {
                waiting.put(slot, json);
            }
            return;
        }
        switch (type) {
            case "transcript.interim" -> {
                if (leg != null && leg.guessed(event, json, nanos.getAsLong())) {
                    changes.overwritten(leg.interim());
                    assumeLive(call, event.path("legId").asText());
                }
            }
            case "speech.started" -> {
                if (leg != null && leg.spoke(event, json, nanos.getAsLong())) {
                    changes.overwritten(leg.speech());
                }
            }
            case "leg.updated" -> {
                if (leg != null && leg.updated(event.path("patch"))) {
                    happened(call, Ring.Kind.OTHER, type, event);
                }
            }
            case "delivery" -> delivered(call, event);
            default -> happened(call, Ring.Kind.OTHER, type, event);
        }
    }

    /** Nobody watched when the leg said that it was live, and the bus need not remember: its words show it. */
    private void assumeLive(CallState call, String legId) {
        LegState leg = call.leg(legId);
        if (leg != null && leg.notKnownToBeLive()) {
            ObjectNode event =
                    Json.of("leg.updated").put("callId", call.facts().callId()).put("legId", legId);
            ObjectNode patch = event.putObject("patch").put("state", "live");
            leg.updated(patch);
            happened(call, Ring.Kind.OTHER, "leg.updated", event);
        }
    }

    /** True if the log has still to bring what this is about. */
    private static boolean isEarly(ObjectNode event, String type, @Nullable LegState leg) {
        if (!event.hasNonNull("legId")) {
            return false;
        }
        return leg == null
                || (type.equals("delivery") && number(event.path("finalId").asText()) > leg.finals());
    }

    /** The {@code n} at the end of a finalId, or 0. */
    private static long number(String finalId) {
        try {
            return Long.parseLong(finalId.substring(finalId.lastIndexOf('.') + 1));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void takeEarly(String callId) {
        Map<String, byte[]> waiting = early.remove(callId);
        if (waiting != null) {
            waiting.forEach((slot, json) -> live(callId, slot, json));
        }
    }

    private void delivered(CallState call, ObjectNode event) {
        String target = event.path("target").asText();
        if (call.tail().delivered(event.path("finalId").asText(), target, event)) {
            boolean dead = event.path("status").asText().equals("dead");
            happened(call, dead ? Ring.Kind.DEAD_DELIVERY : Ring.Kind.DELIVERY, "delivery", event);
        }
    }

    private void happened(CallState call, Ring.Kind kind, String type, ObjectNode event) {
        ObjectNode shown = Json.of(type).put("seq", 0L);
        shown.setAll(event);
        shown.put("seq", 0L); // the feed numbers it
        changes.happened(call.facts(), kind, shown);
    }

    /** Takes calls off the board that ended at least {@code nanosAgo} ago. */
    void sweep(long nanosAgo) {
        long now = nanos.getAsLong();
        List<CallState> over = new ArrayList<>();
        for (CallState call : calls.values()) {
            if (call.hasEnded() && now - call.endedNanos() >= nanosAgo) {
                over.add(call);
            }
        }
        for (CallState call : over) {
            calls.remove(call.facts().callId());
            early.remove(call.facts().callId());
            changes.gone(call);
        }
    }

    /** Nobody watches the live bus any more. */
    void forgetTheMoment() {
        early.clear();
        calls.values().forEach(call -> call.legs().forEach(LegState::forgetTheMoment));
    }

    private static @Nullable ObjectNode read(String callId, String what, byte[] json) {
        try {
            return Json.object(json);
        } catch (IOException e) {
            log.warn("call {}: {} is not shown, it is not a JSON object: {}", callId, what, e.getMessage());
            return null;
        }
    }
}
