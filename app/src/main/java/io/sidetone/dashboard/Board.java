package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
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
        /** The number that the next event will have. */
        long nextSeq();

        /** Something happened; it carries {@link #nextSeq()}. */
        void happened(Ring.Item item);

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
    private final Receivers receivers;
    private final Map<String, CallState> calls = new LinkedHashMap<>();
    private final FormerCalls former = new FormerCalls();
    private final Map<String, Map<String, byte[]>> early = new HashMap<>(); // live news whose cause is still to come

    private final Map<String, List<String>> earlyTags = new HashMap<>(); // of live calls that are not here yet

    Board(int tailFinals, Receivers receivers, LongSupplier nanos, Changes changes) {
        this.receivers = receivers;
        this.tailFinals = tailFinals;
        this.nanos = nanos;
        this.changes = changes;
    }

    Collection<CallState> calls() {
        return calls.values();
    }

    /** What ended so long ago that it is not on the board any more. */
    FormerCalls former() {
        return former;
    }

    @Nullable CallState call(String callId) {
        return calls.get(callId);
    }

    /** Takes a journalled event that follows the call's last one. */
    void take(CallEvent journalled) {
        EventData data = read(journalled);
        ObjectNode shown = Shown.of(journalled, data.fields());
        CallState call = calls.get(journalled.callId());
        boolean appeared = call == null;
        if (call == null) {
            call = CallState.started(shown, tailFinals);
            calls.put(journalled.callId(), call);
            former.remove(journalled.callId());
            call.tagged(earlyTags.getOrDefault(journalled.callId(), List.of()));
            earlyTags.remove(journalled.callId());
        }
        boolean isFinal = journalled.type().equals("transcript.final");
        List<String> takers = receivers.of(journalled);
        expect(call, takers, journalled.seq());
        if (isFinal) {
            shown.set("delivery", pending(shown, takers));
        }
        byte[] words = data.words();
        call.take(journalled.type(), journalled.seq(), shown, words, nanos.getAsLong());
        if (isFinal) {
            FinalTail tail = call.tail();
            String finalId = shown.path("finalId").asText();
            takers.forEach(target -> tail.delivered(finalId, target, DeliveryNews.pending(target)));
        }
        shown.put("seq", changes.nextSeq());
        String key = isFinal ? journalled.callId() + "." + journalled.legId() : null;
        changes.happened(new Ring.Item(
                call.facts(), isFinal ? Ring.Kind.FINAL : Ring.Kind.OTHER, key, Json.bytes(shown), words));
        if (appeared) {
            changes.appeared(journalled.callId());
        }
        if (isFinal && !shown.path("repaired").asBoolean()) {
            assumeLive(call, shown.path("legId").asText());
        }
        if (journalled.type().equals("utterance.completed")) {
            utteranceGoesTo(call, takers, shown);
        }
        takeEarly(journalled.callId());
    }

    private void expect(CallState call, List<String> takers, long callSeq) {
        takers.forEach(target -> call.deliveries().expect(target, callSeq));
        call.deliveryNews(nanos.getAsLong());
    }

    private static ArrayNode pending(ObjectNode factory, List<String> takers) {
        ArrayNode list = factory.arrayNode();
        takers.forEach(target -> list.add(DeliveryNews.pending(target)));
        return list;
    }

    /** Who takes utterances and no finals is shown with the utterance's last final. */
    private void utteranceGoesTo(CallState call, List<String> takers, ObjectNode utterance) {
        JsonNode finals = utterance.path("finals");
        String last = finals.path(finals.size() - 1).asText();
        call.tail().endsUtterance(last, utterance.path("callSeq").asLong());
        for (String target : takers) {
            if (!last.isEmpty() && !call.tail().goesTo(last, target)) {
                ObjectNode event = Json.of("delivery")
                        .put("callId", call.facts().callId())
                        .put("callSeq", utterance.path("callSeq").asLong())
                        .put("event", "utterance.completed");
                event.set("legId", utterance.path("legId"));
                event.setAll(DeliveryNews.pending(target));
                delivered(call, event);
            }
        }
    }

    /** What the archive knows of a delivery, if that is more than is known here. */
    void heard(Archive.Delivery known) {
        CallState call = calls.get(known.callId());
        boolean isNews = known.status() != Archive.Status.PENDING || known.attempts() > 0;
        if (call != null && isNews && call.deliveries().isPending(known.target(), known.seq())) {
            delivered(call, DeliveryNews.of(known));
        }
    }

    /** Tells of counts that have changed: at most as often as this is called, once a second. */
    void tellCounts() {
        for (CallState call : calls.values()) {
            ObjectNode patch = call.newCounts();
            if (patch != null) {
                String callId = call.facts().callId();
                ObjectNode event = Json.of("call.updated").put("callId", callId);
                event.set("patch", patch);
                happened(call, Ring.Kind.OTHER, callId, "call.updated", event);
            }
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
        if (isEarly(call, event, type, leg)) {
            Map<String, byte[]> waiting = early.computeIfAbsent(callId, id -> new LinkedHashMap<>());
            if (waiting.size() < MAX_EARLY || waiting.containsKey(slot)) {
                waiting.put(slot, json);
            }
            return;
        }
        switch (type) {
            case "transcript.interim" -> {
                if (leg != null && leg.guessed(event, nanos.getAsLong())) {
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
                    happened(call, Ring.Kind.OTHER, null, type, event);
                }
            }
            case "delivery" -> {
                DeliveryNews.unwrap(event);
                delivered(call, event);
            }
            default -> happened(call, Ring.Kind.OTHER, null, type, event);
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
            happened(call, Ring.Kind.OTHER, null, "leg.updated", event);
        }
    }

    /** True if the log has still to bring what this is about. */
    private static boolean isEarly(CallState call, ObjectNode event, String type, @Nullable LegState leg) {
        return (leg == null && event.hasNonNull("legId"))
                || (type.equals("delivery") && event.path("callSeq").asLong() > call.callSeq());
    }

    private void takeEarly(String callId) {
        Map<String, byte[]> waiting = early.remove(callId);
        if (waiting != null) {
            waiting.forEach((slot, json) -> live(callId, slot, json));
        }
    }

    private void delivered(CallState call, ObjectNode event) {
        String target = event.path("target").asText();
        String status = event.path("status").asText();
        long callSeq = event.path("callSeq").asLong();
        boolean dead = status.equals("dead") || call.deliveries().isDead(target, callSeq);
        call.deliveries().take(target, callSeq, status);
        call.deliveryNews(nanos.getAsLong());
        if (event.path("event").asText().equals("utterance.completed")) {
            String last = call.tail().lastOfUtterance(callSeq);
            if (last != null) {
                event.put("finalId", last).put("scope", "utterance");
            }
        }
        String finalId = event.path("finalId").asText();
        if (call.tail().delivered(finalId, target, DeliveryNews.brief(event))) {
            // who is told of dead ones only must hear as well that one is not dead any more
            happened(
                    call,
                    dead ? Ring.Kind.DEAD_DELIVERY : Ring.Kind.DELIVERY,
                    call.facts().callId() + "#" + callSeq + "@" + target,
                    "delivery",
                    event);
        }
    }

    private void happened(CallState call, Ring.Kind kind, @Nullable String key, String type, ObjectNode event) {
        ObjectNode shown = Json.of(type).put("seq", 0L);
        shown.setAll(event);
        shown.put("seq", changes.nextSeq());
        changes.happened(new Ring.Item(call.facts(), kind, key, Json.bytes(shown), null));
    }

    /** Takes calls off the board that ended at least {@code nanosAgo} ago; they are shown for a while yet. */
    void sweep(long nanosAgo) {
        long now = nanos.getAsLong();
        List<CallState> over = new ArrayList<>();
        for (CallState call : calls.values()) {
            if (call.hasEnded() && now - call.endedNanos() >= nanosAgo) {
                over.add(call);
            }
        }
        for (CallState call : over) {
            former.add(call, now);
            drop(call.facts().callId());
        }
        former.expire(now);
    }

    /**
     * Somebody gave the call these tags.
     *
     * @param expected whether the call is live, so that it will be here if it is not
     */
    void tagged(String callId, List<String> tags, boolean expected) {
        CallState call = calls.get(callId);
        if (call != null) {
            call.tagged(tags);
        } else if (expected) {
            earlyTags.put(callId, tags);
        }
    }

    void erase(String callId) {
        former.remove(callId);
        drop(callId);
    }

    private void drop(String callId) {
        CallState gone = calls.remove(callId);
        early.remove(callId);
        earlyTags.remove(callId);
        if (gone != null) {
            changes.gone(gone);
        }
    }

    /** Nobody watches the live bus any more. */
    void forgetTheMoment() {
        early.clear();
        calls.values().forEach(call -> call.legs().forEach(LegState::forgetTheMoment));
    }

    private static EventData read(CallEvent event) {
        try {
            return EventData.of(event);
        } catch (IOException e) {
            notShown(event.callId(), event.type(), e);
            return new EventData(Json.object(), null);
        }
    }

    private static @Nullable ObjectNode read(String callId, String what, byte[] json) {
        try {
            return Json.object(json);
        } catch (IOException e) {
            notShown(callId, what, e);
            return null;
        }
    }

    private static void notShown(String callId, String what, IOException why) {
        log.warn("call {}: {} is not shown, it is not a JSON object: {}", callId, what, why.getMessage());
    }
}
