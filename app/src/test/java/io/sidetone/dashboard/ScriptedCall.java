package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Directory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call that says its events as the call room does, and remembers what is true. */
final class ScriptedCall {
    /** One leg's numbers. */
    static final class LegScript {
        final String legId;
        long n;
        long utt;
        long rev;
        final List<String> unfinished = new ArrayList<>(); // finals of the utterance
        boolean open; // finals of the next utterance have been said
        boolean ended;

        LegScript(String legId) {
            this.legId = legId;
        }
    }

    static final long STARTED_AT = 1_763_632_800_123L;

    final String callId;
    final List<String> finals = new ArrayList<>();
    final Map<String, LegScript> legs = new LinkedHashMap<>();
    final Map<String, Long> seqs = new HashMap<>(); // numbers in the call, by finalId
    boolean ended;
    boolean paused;
    private final FakeEngine engine;
    private long seq;

    ScriptedCall(FakeEngine engine, String callId) {
        this.engine = engine;
        this.callId = callId;
    }

    ScriptedCall start() {
        return start(Map.of());
    }

    ScriptedCall start(Map<String, String> labels) {
        engine.put(new Directory.CallRecord(callId, "CA" + callId, "node", STARTED_AT, labels));
        ObjectNode data = data().put(
                        "startedAt", Instant.ofEpochMilli(STARTED_AT).toString())
                .put("direction", "inbound")
                .put("from", "+15550100001")
                .put("to", "+15550100900")
                .put("accountSid", "AC1");
        ObjectNode own = data.putObject("labels");
        labels.forEach(own::put);
        log("call.started", null, data);
        return this;
    }

    ScriptedCall leg(String legId) {
        legs.put(legId, new LegScript(legId));
        log(
                "leg.started",
                legId,
                data().put("legId", legId)
                        .put("role", legId.equals("l1") ? "caller" : "agent")
                        .put("track", "inbound")
                        .put("streamSid", "MZ1")
                        .put("startMs", 17)
                        .put("state", "connecting"));
        return this;
    }

    void updated(String legId, String state) {
        ObjectNode event = state("leg.updated", legId);
        event.putObject("patch").put("state", state).put("detail", "for a test");
        publish(legId + "/state", event);
    }

    void speaks(String legId) {
        publish(legId + "/speech", state("speech.started", legId).put("atMs", 60_000));
    }

    void guess(String legId, String text) {
        LegScript leg = script(legId);
        publish(
                legId + "/interim",
                state("transcript.interim", legId)
                        .put("role", "caller")
                        .put("utt", leg.utt + 1)
                        .put("rev", ++leg.rev)
                        .put("startMs", 100)
                        .put("endMs", 200)
                        .put("text", text));
    }

    String says(String legId, String text) {
        LegScript leg = script(legId);
        leg.open = true;
        String finalId = callId + "." + legId + "." + ++leg.n;
        ObjectNode data = data().put("legId", legId)
                .put("role", "caller")
                .put("track", "inbound")
                .put("finalId", finalId)
                .put("n", leg.n)
                .put("utt", leg.utt + 1)
                .put("rev", ++leg.rev)
                .put("startMs", 100)
                .put("endMs", 200)
                .put("text", text)
                .put("confidence", 0.98)
                .put("speechFinal", false)
                .put("repaired", false);
        data.putArray("words")
                .addObject()
                .put("text", text)
                .put("startMs", 100)
                .put("endMs", 200)
                .put("confidence", 0.97);
        finals.add(finalId + " " + text);
        leg.unfinished.add(finalId);
        seqs.put(finalId, seq + 1);
        log("transcript.final", legId, data);
        return finalId;
    }

    void utteranceOver(String legId) {
        LegScript leg = script(legId);
        leg.open = false;
        ObjectNode data = data().put("legId", legId)
                .put("role", "caller")
                .put("track", "inbound")
                .put("utt", ++leg.utt)
                .put("startMs", 100)
                .put("endMs", 200)
                .put("text", "all")
                .put("confidence", 0.98);
        leg.unfinished.forEach(data.putArray("finals")::add);
        leg.unfinished.clear();
        log("utterance.completed", legId, data.put("end", "speech_final"));
    }

    void delivered(String finalId, String status) {
        delivered(finalId, status, 1, null);
    }

    /** @param answer the receiver's, as JSON text, or null */
    void delivered(String finalId, String status, int attempts, @Nullable String answer) {
        ObjectNode event = state("delivery", finalId.split("\\.", -1)[1])
                .put("finalId", finalId)
                .put("callSeq", Objects.requireNonNull(seqs.get(finalId)))
                .put("event", "transcript.final")
                .put("target", "nlu")
                .put("status", status)
                .put("attempts", attempts);
        if (answer != null) {
            event.put("answerText", answer);
        }
        publish("delivery/" + finalId + "/nlu", event);
    }

    /** What became of the delivery of an utterance's end, by its number in the call. */
    void utteranceDelivered(String legId, long callSeq, String status) {
        publish(
                "delivery/" + callSeq + "/crm",
                state("delivery", legId)
                        .put("callSeq", callSeq)
                        .put("event", "utterance.completed")
                        .put("target", "crm")
                        .put("status", status)
                        .put("attempts", 1));
    }

    /** The number of its newest event. */
    long seq() {
        return seq;
    }

    void pressed(String legId) {
        log("dtmf", legId, data().put("legId", legId).put("digit", "*").put("atMs", 7_000));
    }

    /** Pauses the call and its legs, or lets them go on, as the call room says it. */
    void pauseOrResume() {
        paused = !paused;
        log(
                paused ? "call.paused" : "call.resumed",
                null,
                data().put("atMs", 5_000).put("by", "maria"));
        legs.values().stream().filter(leg -> !leg.ended).forEach(leg -> updated(leg.legId, paused ? "paused" : "live"));
    }

    void legEnded(String legId) {
        LegScript leg = script(legId);
        leg.ended = true;
        log(
                "leg.ended",
                legId,
                data().put("legId", legId)
                        .put("atMs", 9_000)
                        .put("reason", "completed")
                        .put("finals", leg.n)
                        .put("audioMs", 8_900)
                        .put("lostMs", 0));
    }

    void end() {
        ended = true;
        log(
                "call.ended",
                null,
                data().put("endedAt", Instant.ofEpochMilli(STARTED_AT + 10_000).toString())
                        .put("durationMs", 10_000)
                        .put("endReason", "completed"));
        engine.remove(callId);
    }

    void publish(String slot, ObjectNode event) {
        engine.publish(callId, slot, Json.bytes(event));
    }

    private LegScript script(String legId) {
        return Objects.requireNonNull(legs.get(legId));
    }

    private ObjectNode state(String type, String legId) {
        return Json.of(type).put("callId", callId).put("legId", legId);
    }

    private ObjectNode data() {
        return Json.object().put("callId", callId).put("callSid", "CA" + callId).put("seq", seq + 1);
    }

    private void log(String type, @Nullable String legId, ObjectNode data) {
        seq++;
        CallEvent event = new CallEvent(
                callId, seq, type, legId, data.path("n").asLong(), STARTED_AT + seq, "msg_" + seq, Json.bytes(data));
        engine.append(event);
    }
}
