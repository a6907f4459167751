package io.sidetone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call's events, with the fields that the server writes, given to a consumer one by one. */
public final class CallScript {
    public static final long STARTED_AT = 1_763_632_800_123L; // 2025-11-20T10:00:00.123Z
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String callId;
    private final Consumer<CallEvent> to;
    private final Map<String, String> roles = new HashMap<>();
    private final Map<String, Long> finals = new HashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private long startedAt = STARTED_AT;
    private long seq;
    private int faults;

    public CallScript(String callId, Consumer<CallEvent> to) {
        this.callId = callId;
        this.to = to;
    }

    public CallScript at(long startedAtMillis) {
        startedAt = startedAtMillis;
        return this;
    }

    public CallScript labelled(String name, String value) {
        labels.put(name, value);
        return this;
    }

    public CallScript started() {
        return started("+15550100001", "+15550100900");
    }

    public CallScript started(String from, String to) {
        ObjectNode data = fields().put(
                        "startedAt", Instant.ofEpochMilli(startedAt).toString())
                .put("direction", "inbound")
                .put("from", from)
                .put("to", to)
                .put("accountSid", "AC00000000000000000000000000000001");
        labels.forEach(data.putObject("labels")::put);
        data.putObject("parameters");
        return give("call.started", null, 0, 0, data);
    }

    /** Two legs: a technician, Sam, and a caller. */
    public CallScript withTechnicianAndCaller() {
        return started().leg("l1", "technician", "Sam").leg("l2", "caller", null);
    }

    public CallScript leg(String legId, String role, @Nullable String name) {
        roles.put(legId, role);
        ObjectNode data = leg(legId).put("streamSid", "MZ1").put("startMs", 0).put("state", "connecting");
        if (name != null) {
            data.put("name", name);
        }
        return give("leg.started", legId, 0, 0, data);
    }

    /** One final and no end of its utterance yet; its words share its time by their number. */
    public CallScript says(String legId, long utt, long startMs, long endMs, String text) {
        ObjectNode data = said(legId, utt, startMs, endMs, text);
        String[] words = text.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            word(
                    data,
                    words[i],
                    startMs + (endMs - startMs) * i / words.length,
                    startMs + (endMs - startMs) * (i + 1) / words.length);
        }
        return give("transcript.final", legId, finals.getOrDefault(legId, 0L), endMs, data);
    }

    /** The same without words of its own. */
    public CallScript saysWithoutWords(String legId, long utt, long startMs, long endMs, String text) {
        ObjectNode data = said(legId, utt, startMs, endMs, text);
        return give("transcript.final", legId, finals.getOrDefault(legId, 0L), endMs, data);
    }

    /** @param words as {@code word@startMs-endMs} */
    public CallScript saysWords(String legId, long utt, String text, String... words) {
        List<String[]> parts =
                List.of(words).stream().map(it -> it.split("[@-]", -1)).toList();
        long startMs = Long.parseLong(parts.get(0)[1]);
        long endMs = Long.parseLong(parts.get(parts.size() - 1)[2]);
        ObjectNode data = said(legId, utt, startMs, endMs, text);
        parts.forEach(it -> word(data, it[0], Long.parseLong(it[1]), Long.parseLong(it[2])));
        return give("transcript.final", legId, finals.getOrDefault(legId, 0L), endMs, data);
    }

    private ObjectNode said(String legId, long utt, long startMs, long endMs, String text) {
        long n = finals.merge(legId, 1L, Long::sum);
        ObjectNode data = leg(legId)
                .put("finalId", callId + "." + legId + "." + n)
                .put("n", n)
                .put("utt", utt)
                .put("rev", n)
                .put("startMs", startMs)
                .put("endMs", endMs)
                .put("text", text)
                .put("confidence", 0.98)
                .put("language", "en")
                .put("speechFinal", true)
                .put("provider", "deepgram")
                .put("model", "nova-3")
                .put("requestId", "r-1")
                .put("completeUntilMs", endMs)
                .put("repaired", false)
                .put("late", false);
        labels.forEach(data.putObject("labels")::put);
        data.putArray("words");
        return data;
    }

    private static void word(ObjectNode data, String text, long startMs, long endMs) {
        ((ArrayNode) data.get("words"))
                .addObject()
                .put("text", text)
                .put("startMs", startMs)
                .put("endMs", endMs)
                .put("confidence", 0.97);
    }

    public CallScript utteranceOver(String legId, long utt, String end) {
        ObjectNode data = leg(legId).put("utt", utt).put("startMs", 0).put("endMs", 0);
        data.put("text", "").put("confidence", 0).putArray("finals");
        return give("utterance.completed", legId, 0, 0, data.put("end", end));
    }

    public CallScript fault(@Nullable String legId, String code, long atMs, long lostMs, boolean resolved) {
        ObjectNode data = fields().put("faultId", callId + ".f" + ++faults);
        if (legId != null) {
            data.put("legId", legId);
        }
        data.put("code", code)
                .put("severity", "error")
                .put("message", "made up")
                .put("atMs", atMs);
        if (lostMs > 0) {
            data.put("lostMs", lostMs);
        }
        return give("fault", legId, 0, atMs, data.put("resolved", resolved));
    }

    public CallScript pressed(String legId, long atMs) {
        return give(
                "dtmf",
                legId,
                0,
                atMs,
                fields().put("legId", legId).put("digit", "*").put("atMs", atMs));
    }

    public CallScript paused(long atMs) {
        return give("call.paused", null, 0, atMs, fields().put("atMs", atMs).put("by", "maria"));
    }

    public CallScript resumed(long atMs) {
        return give("call.resumed", null, 0, atMs, fields().put("atMs", atMs).put("by", "maria"));
    }

    public CallScript ended(long durationMs) {
        return ended(durationMs, 0);
    }

    public CallScript ended(long durationMs, long pendingRepairMs) {
        ObjectNode data = fields().put(
                        "endedAt", Instant.ofEpochMilli(startedAt + durationMs).toString())
                .put("durationMs", durationMs)
                .put("endReason", "completed");
        ArrayNode legs = data.putArray("legs");
        roles.keySet().stream().sorted().forEach(legId -> legs.addObject()
                .put("legId", legId)
                .put("role", roles.get(legId))
                .put("finals", finals.getOrDefault(legId, 0L))
                .put("utterances", 1)
                .put("words", 3)
                .put("audioMs", durationMs)
                .put("lostMs", 0)
                .put("pausedMs", 0)
                .put("gaps", 0)
                .put("gapMs", 0));
        data.put("faults", faults).put("pendingRepairMs", pendingRepairMs);
        return give("call.ended", null, 0, durationMs, data);
    }

    private ObjectNode fields() {
        return JSON.createObjectNode()
                .put("callId", callId)
                .put("callSid", "CA1")
                .put("seq", seq + 1);
    }

    private ObjectNode leg(String legId) {
        return fields().put("legId", legId)
                .put("role", roles.getOrDefault(legId, "caller"))
                .put("track", "inbound");
    }

    private CallScript give(String type, @Nullable String legId, long n, long atMs, ObjectNode data) {
        seq++;
        to.accept(new CallEvent(
                callId,
                seq,
                type,
                legId,
                legId == null ? null : roles.get(legId),
                n,
                startedAt + atMs,
                "msg_" + callId.replace('.', '_') + "_" + seq,
                labels,
                bytes(data)));
        return this;
    }

    private static byte[] bytes(ObjectNode data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
