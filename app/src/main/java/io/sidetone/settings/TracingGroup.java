package io.sidetone.settings;

import io.sidetone.settings.Settings.Tracing;
import java.net.URI;
import java.util.List;

/** Traces for whoever runs a collector. */
final class TracingGroup {
    private static final Setting<URI> ENDPOINT = Setting.optional(
            "tracing.endpoint",
            Types.url("http|https", "http://localhost:4318", false),
            "OpenTelemetry collector (OTLP over HTTP) that gets a trace of each call; none, no traces.");
    private static final Setting<Double> SHARE = Setting.of(
            "tracing.share", Types.number(0, 1), "1", "Of all calls, those that are traced; chosen by the call's id.");
    private static final Setting<Secret> TOKEN = Setting.optional(
            "tracing.token", Types.secret("a bearer token, without spaces"), "Bearer token for the collector.");

    static final List<Setting<?>> ALL = List.of(ENDPOINT, SHARE, TOKEN);

    private TracingGroup() {}

    static Tracing read(Lookup lookup) {
        return new Tracing(lookup.optional(ENDPOINT), lookup.value(SHARE), lookup.optional(TOKEN));
    }
}
