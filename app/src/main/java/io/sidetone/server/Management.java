package io.sidetone.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.call.Calls;
import io.sidetone.engine.Engine;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What operators' machines ask: alive, ready, metrics. Never carries what people said. */
final class Management {
    private final PrometheusMeterRegistry meters;
    private final Engine engine;
    private final Calls calls;
    private final Pulse pulse;
    private final InstantSource clock;
    private final String version;
    private final Instance instance;
    private final AtomicBoolean draining = new AtomicBoolean();

    Management(
            PrometheusMeterRegistry meters,
            Engine engine,
            Calls calls,
            Pulse pulse,
            InstantSource clock,
            String version,
            Instance instance) {
        this.meters = meters;
        this.engine = engine;
        this.calls = calls;
        this.pulse = pulse;
        this.clock = clock;
        this.version = version;
        this.instance = instance;
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
                "/info", (ctx, request) -> info().send(ctx, request));
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
                .put("liveCalls", calls.size());
        return Answer.json(HttpResponseStatus.OK, body.toString());
    }

    /** For people: always 200 while anybody answers at all. */
    private Answer health() {
        ObjectNode body = pulse.health().json(clock.millis());
        return Answer.json(
                HttpResponseStatus.OK,
                body.put("version", version).put("instance", "local").toString());
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
