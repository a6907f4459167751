package io.sidetone.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.call.Calls;
import io.sidetone.engine.Engine;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What operators' machines ask: alive, ready, metrics. Never carries what people said. */
final class Management {
    private final PrometheusMeterRegistry meters;
    private final Engine engine;
    private final Calls calls;
    private final String version;
    private final AtomicBoolean draining = new AtomicBoolean();

    Management(PrometheusMeterRegistry meters, Engine engine, Calls calls, String version) {
        this.meters = meters;
        this.engine = engine;
        this.calls = calls;
        this.version = version;
    }

    Map<String, Route> routes() {
        return Map.of(
                "/health/live",
                        (ctx, request) ->
                                Answer.text(HttpResponseStatus.OK, "alive").send(ctx, request),
                "/health/ready", (ctx, request) -> readiness().send(ctx, request),
                "/metrics",
                        (ctx, request) -> new Answer(
                                        HttpResponseStatus.OK,
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        meters.scrape())
                                .send(ctx, request),
                "/info",
                        (ctx, request) -> Answer.json(
                                        HttpResponseStatus.OK,
                                        "{\"name\":\"sidetone\",\"version\":\"" + version + "\",\"liveCalls\":"
                                                + calls.size() + "}")
                                .send(ctx, request));
    }

    void draining() {
        draining.set(true);
    }

    private Answer readiness() {
        Engine.Health health = engine.health();
        if (draining.get()) {
            return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "draining: no new calls are taken");
        }
        if (!health.ok()) {
            return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "events cannot be kept: " + health.detail());
        }
        return Answer.text(HttpResponseStatus.OK, "ready");
    }
}
