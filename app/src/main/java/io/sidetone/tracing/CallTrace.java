package io.sidetone.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a live call for its trace: times and counts. Confined to the journal's thread. */
final class CallTrace {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_MARKS = 2_000; // of a leg; a call of hours has more finals than anybody looks at

    private final String callId;
    private final String callSid;
    private final String direction;
    private final long startedAtMs; // since 1970
    private final Map<String, LegTrace> legs = new LinkedHashMap<>();
    private final List<Mark> marks = new ArrayList<>();
    private long endedAtMs;
    private String endReason = "";
    private int faults;

    /** Something that happened at a moment, in milliseconds since 1970. */
    private record Mark(String name, long atMs, Attributes attributes) {}

    /** What one connection to a vendor gave. */
    private static final class Connection {
        final String provider;
        final long fromMs;
        long toMs;
        int finals;

        Connection(String provider, long fromMs) {
            this.provider = provider;
            this.fromMs = fromMs;
        }
    }

    private static final class LegTrace {
        final String role;
        final long fromMs;
        long toMs;

        @Nullable JsonNode summary;

        final List<Mark> marks = new ArrayList<>();
        final Map<String, Connection> connections = new LinkedHashMap<>(); // by request id

        LegTrace(String role, long fromMs) {
            this.role = role;
            this.fromMs = fromMs;
            this.toMs = fromMs;
        }

        void mark(Mark mark) {
            if (marks.size() < MOST_MARKS) {
                marks.add(mark);
            }
        }
    }

    CallTrace(CallEvent started) {
        JsonNode data = read(started);
        this.callId = started.callId();
        this.callSid = data.path("callSid").asText();
        this.direction = data.path("direction").asText();
        String at = data.path("startedAt").asText();
        this.startedAtMs = at.isEmpty() ? started.atMillis() : Instant.parse(at).toEpochMilli();
        this.endedAtMs = startedAtMs;
    }

    void take(CallEvent event) {
        JsonNode data = read(event);
        LegTrace leg = event.legId() == null ? null : legs.get(event.legId());
        switch (event.type()) {
            case "leg.started" ->
                legs.put(
                        data.path("legId").asText(),
                        new LegTrace(
                                data.path("role").asText(),
                                startedAtMs + data.path("startMs").asLong()));
            case "transcript.final" -> {
                if (leg != null) {
                    said(leg, event, data);
                }
            }
            case "fault" -> fault(leg, data);
            case "leg.ended" -> {
                if (leg != null) {
                    leg.toMs =
                            Math.max(leg.fromMs, startedAtMs + data.path("atMs").asLong());
                    leg.summary = data;
                }
            }
            case "call.paused", "call.resumed" ->
                marks.add(new Mark(event.type(), event.atMillis(), Attributes.empty()));
            case "call.ended" -> {
                endedAtMs = Math.max(startedAtMs, event.atMillis());
                endReason = data.path("endReason").asText();
            }
            default -> {} // nothing that a trace shows
        }
    }

    private void said(LegTrace leg, CallEvent event, JsonNode data) {
        long saidAtMs = startedAtMs + data.path("endMs").asLong();
        String request = data.path("requestId").asText();
        leg.connections.computeIfAbsent(
                        request,
                        id -> new Connection(
                                data.path("provider").asText(),
                                startedAtMs + data.path("startMs").asLong()))
                .finals++;
        leg.connections.get(request).toMs = saidAtMs;
        leg.mark(new Mark(
                "final",
                event.atMillis(),
                Attributes.builder()
                        .put("sidetone.n", event.n())
                        .put("sidetone.delay_ms", event.atMillis() - saidAtMs)
                        .put("sidetone.repaired", data.path("repaired").asBoolean())
                        .build()));
    }

    private void fault(@Nullable LegTrace leg, JsonNode data) {
        faults++;
        Mark mark = new Mark(
                "fault " + data.path("code").asText(),
                startedAtMs + data.path("atMs").asLong(),
                Attributes.builder()
                        .put("sidetone.severity", data.path("severity").asText())
                        .put("sidetone.lost_ms", data.path("lostMs").asLong())
                        .put("sidetone.resolved", data.path("resolved").asBoolean())
                        .build());
        if (leg != null) {
            leg.mark(mark);
        } else if (marks.size() < MOST_MARKS) {
            marks.add(mark);
        }
    }

    void write(Tracer tracer, GivenIds ids) {
        Span call = ids.with(TraceIds.ofCall(callId), () -> tracer.spanBuilder("call")
                .setNoParent()
                .setStartTimestamp(Instant.ofEpochMilli(startedAtMs))
                .setAttribute("sidetone.call_id", callId)
                .setAttribute("sidetone.call_sid", callSid)
                .setAttribute("sidetone.direction", direction)
                .setAttribute("sidetone.end_reason", endReason)
                .setAttribute("sidetone.faults", faults)
                .startSpan());
        marks.forEach(mark -> put(call, mark));
        legs.forEach((legId, leg) -> write(tracer, Context.root().with(call), legId, leg));
        if (endReason.equals("interrupted")) {
            call.setStatus(StatusCode.ERROR, "the server was stopped or killed");
        }
        call.end(Instant.ofEpochMilli(endedAtMs));
    }

    private void write(Tracer tracer, Context call, String legId, LegTrace leg) {
        Span span = tracer.spanBuilder("leg " + leg.role)
                .setParent(call)
                .setStartTimestamp(Instant.ofEpochMilli(leg.fromMs))
                .setAllAttributes(summary(legId, leg))
                .startSpan();
        leg.marks.forEach(mark -> put(span, mark));
        leg.connections.forEach((request, connection) -> tracer.spanBuilder("speech " + connection.provider)
                .setParent(call.with(span))
                .setStartTimestamp(Instant.ofEpochMilli(connection.fromMs))
                .setAttribute("sidetone.request_id", request)
                .setAttribute("sidetone.finals", connection.finals)
                .startSpan()
                .end(Instant.ofEpochMilli(Math.max(connection.fromMs, connection.toMs))));
        span.end(Instant.ofEpochMilli(leg.summary == null ? Math.max(leg.fromMs, endedAtMs) : leg.toMs));
    }

    private static Attributes summary(String legId, LegTrace leg) {
        AttributesBuilder attributes =
                Attributes.builder().put("sidetone.leg_id", legId).put("sidetone.role", leg.role);
        JsonNode summary = leg.summary;
        if (summary != null) {
            attributes
                    .put("sidetone.finals", summary.path("finals").asLong())
                    .put("sidetone.words", summary.path("words").asLong())
                    .put("sidetone.audio_ms", summary.path("audioMs").asLong())
                    .put("sidetone.lost_ms", summary.path("lostMs").asLong())
                    .put("sidetone.end_reason", summary.path("reason").asText());
        }
        return attributes.build();
    }

    private static void put(Span span, Mark mark) {
        span.addEvent(mark.name(), mark.attributes(), Instant.ofEpochMilli(mark.atMs()));
    }

    private static JsonNode read(CallEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new IllegalArgumentException(event + " is not JSON", e); // ours: a defect
        }
    }
}
