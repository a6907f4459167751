package io.sidetone.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one call's events to the log: numbers them from 1 without holes and gives each its id. Home loop only. */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String callId;
    private final String callSid;
    private final EventLog events;
    private final InstantSource clock;
    private final Map<String, String> labels;
    private long seq;

    Journal(String callId, String callSid, EventLog events, InstantSource clock, Map<String, String> labels) {
        this(callId, callSid, events, clock, labels, 0);
    }

    /** @param seq of the call's newest event, where a former process has begun it */
    Journal(String callId, String callSid, EventLog events, InstantSource clock, Map<String, String> labels, long seq) {
        this.callId = callId;
        this.callSid = callSid;
        this.events = events;
        this.clock = clock;
        this.labels = labels;
        this.seq = seq;
    }

    /** Starts an event's data with what all of them have. */
    ObjectNode fields() {
        return JSON.createObjectNode()
                .put("callId", callId)
                .put("callSid", callSid)
                .put("seq", seq + 1);
    }

    void append(String type, ObjectNode fields) {
        append(type, null, 0, null, fields);
    }

    void append(String type, LegName leg, ObjectNode fields) {
        append(type, leg, 0, null, fields);
    }

    void appendFinal(LegName leg, long n, String finalId, ObjectNode fields) {
        append("transcript.final", leg, n, finalId, fields);
    }

    private void append(String type, @Nullable LegName leg, long n, @Nullable String finalId, ObjectNode fields) {
        seq++;
        String identity = finalId != null ? type + "|" + finalId : type + "|" + callId + "|" + seq;
        CallEvent event = new CallEvent(
                callId,
                seq,
                type,
                leg == null ? null : leg.legId(),
                leg == null ? null : leg.role(),
                n,
                clock.millis(),
                eventId(identity),
                labels,
                bytes(fields));
        events.append(event).whenComplete((stored, failure) -> {
            if (failure == null) {
                log.trace("kept {} {} {}", event.eventId(), callId, event.seq());
            } else {
                log.error("call {}: {} is not stored and may be lost: {}", callId, event, failure.toString());
            }
        });
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree of plain values can always be written
        }
    }

    /** The {@code webhook-id}: no dot in it, nothing a caller could choose, the same whenever it is made again. */
    static String eventId(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "msg_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
