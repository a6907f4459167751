package io.sidetone.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.call.Calls;
import io.sidetone.engine.Engine;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators' machines ask: alive, ready, metrics. Never carries what people said. */
final class Management {
    private static final Logger log = LoggerFactory.getLogger(Management.class);

    private final PrometheusMeterRegistry meters;
    private final Engine engine;
    private final Calls calls;
    private final Pulse pulse;
    private final InstantSource clock;
    private final String version;
    private final Instance instance;
    private final String settings;
    private final long startedMillis;
    private final int mostCalls;
    private final Runnable drain;
    private final AtomicBoolean draining = new AtomicBoolean();

    /** @param settings tells servers apart that are set differently: a {@link Fingerprint} */
    Management(
            PrometheusMeterRegistry meters,
            Engine engine,
            Calls calls,
            Pulse pulse,
            InstantSource clock,
            String version,
            Instance instance,
            String settings,
            int mostCalls,
            Runnable drain) {
        this.meters = meters;
        this.engine = engine;
        this.calls = calls;
        this.pulse = pulse;
        this.clock = clock;
        this.version = version;
        this.instance = instance;
        this.settings = settings;
        this.startedMillis = clock.millis();
        this.mostCalls = mostCalls;
        this.drain = drain;
        Gauge.builder("sidetone_ready", () -> isReady() ? 1 : 0)
                .description("1 while new calls are taken, else 0: draining, or events cannot be kept")
                .register(meters);
    }

    Map<String, Route> routes() {
        return Map.of(
                "/health/live",
                        (ctx, request) ->
                                Answer.text(HttpResponseStatus.OK, "alive").send(ctx, request),
                "/health", (ctx, request) -> health().send(ctx, request),
                "/health/ready", (ctx, request) -> readiness().send(ctx, request),
                "/metrics",
                        (ctx, request) -> new Answer(
                                        HttpResponseStatus.OK,
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        meters.scrape())
                                .send(ctx, request),
                "/info", (ctx, request) -> info().send(ctx, request),
                "/drain", (ctx, request) -> drain(request.method()).send(ctx, request));
    }

    /** As the first SIGTERM, but that the process stays: for whoever takes a node out and stops it later. */
    private Answer drain(HttpMethod method) {
        if (!method.equals(HttpMethod.POST)) {
            return Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "draining begins with POST /drain");
        }
        drain.run();
        log.info("draining, by POST /drain: no new calls, {} go on", calls.size());
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("draining", true).put("liveCalls", calls.size());
        return Answer.json(HttpResponseStatus.ACCEPTED, body.toString());
    }

    void draining() {
        draining.set(true);
        pulse.draining();
    }

    private Answer info() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("name", "sidetone")
                .put("version", version)
                .put("instance", instance.id())
                .put("java", System.getProperty("java.version"))
                .put("startedAt", startedMillis)
                .put("uptimeMs", Math.max(0, clock.millis() - startedMillis))
                .put("settings", settings)
                .put("liveCalls", calls.size())
                .put("mostCalls", mostCalls)
                .put("draining", draining.get());
        return Answer.json(HttpResponseStatus.OK, body.toString());
    }

    /** For people: always 200 while anybody answers at all. */
    private Answer health() {
        ObjectNode body = pulse.health().json(clock.millis());
        return Answer.json(
                HttpResponseStatus.OK,
                body.put("version", version).put("instance", "local").toString());
    }

    private boolean isReady() {
        return !draining.get() && engine.health().ok();
    }

    private Answer readiness() {
        Engine.Health health = engine.health();
        if (draining.get()) {
            return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "draining: no new calls are taken");
        }
        if (!health.ok()) {
            return Answer.text(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "events cannot be kept, " + health.code() + ": " + health.detail());
        }
        return Answer.text(HttpResponseStatus.OK, "ready");
    }
}
