package io.sidetone.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the journal, and sends a call's trace when the call is over: a span for the call, one for each leg and for
 * each connection that gave words, faults and finals as events. Attempts of webhooks are told as they end.
 *
 * <p>{@link #event} is called on the journal's thread, {@link #attempted} on any; nothing waits for the collector.
 */
public final class Traces implements EventLog.Tail, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Traces.class);
    private static final int MOST_CALLS = 20_000;
    private static final int MOST_EVENTS = 2_000; // of a span
    private static final int MOST_WAITING = 8_192; // spans that the collector has not taken
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final double share;
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Map<String, CallTrace> live = new ConcurrentHashMap<>();

    public Traces(TracingSettings settings) {
        this.share = settings.share();
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSpanLimits(
                        SpanLimits.builder().setMaxNumberOfEvents(MOST_EVENTS).build())
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "sidetone",
                                AttributeKey.stringKey("service.version"),
                                settings.version()))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter(settings))
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
        this.tracer = provider.get("io.sidetone", settings.version());
    }

    private static OtlpHttpSpanExporter exporter(TracingSettings settings) {
        String base = settings.endpoint().toString().replaceFirst("/$", "");
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(base.endsWith("/v1/traces") ? base : base + "/v1/traces")
                .setTimeout(PATIENCE);
        if (settings.token() != null) {
            exporter.addHeader("Authorization", "Bearer " + settings.token());
        }
        return exporter.build();
    }

    /** The W3C {@code traceparent} under which a receiver goes on; null for a call that is not traced. */
    public @Nullable String traceparent(String callId) {
        if (!isTraced(callId)) {
            return null;
        }
        SpanContext call = TraceIds.ofCall(callId);
        return "00-" + call.getTraceId() + "-" + call.getSpanId() + "-"
                + call.getTraceFlags().asHex();
    }

    private boolean isTraced(String callId) {
        return TraceIds.chance(callId) < share;
    }

    @Override
    public void event(CallEvent event) {
        String callId = event.callId();
        if (event.type().equals("call.started")) {
            if (isTraced(callId) && live.size() < MOST_CALLS) {
                live.put(callId, new CallTrace(event));
            }
            return;
        }
        CallTrace call = live.get(callId);
        if (call != null) {
            call.take(event);
            if (event.type().equals("call.ended")) {
                live.remove(callId);
                call.write(tracer, ids);
            }
        }
    }

    @Override
    public void skipped(long count) {
        log.debug("{} events are missing in traces", count);
    }

    @Override
    public void erased(String callId) {
        live.remove(callId);
    }

    /**
     * An attempt to deliver an event has ended.
     *
     * @param status the receiver's, or 0 if there was no answer
     */
    public void attempted(String callId, String target, int attempt, Instant startedAt, Duration took, int status) {
        if (!isTraced(callId)) {
            return;
        }
        Span span = tracer.spanBuilder("webhook " + target)
                .setParent(Context.root().with(Span.wrap(TraceIds.ofCall(callId))))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(startedAt)
                .setAttribute("sidetone.call_id", callId)
                .setAttribute("sidetone.attempt", attempt)
                .setAttribute("http.response.status_code", status)
                .startSpan();
        if (status < 200 || status > 299) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(startedAt.plus(took));
    }

    /** Sends what is waiting; gives up after a moment. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
