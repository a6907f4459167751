package io.sidetone.tracing;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, such as {@code http://localhost:4318}
 * @param share of the calls that are traced, 0 to 1
 * @param token the bearer token that the collector wants; null for none
 * @param version of the product
 */
public record TracingSettings(
        URI endpoint, double share, @Nullable String token, String version) {
    @Override
    public String toString() {
        return "traces of " + share + " of all calls to " + endpoint;
    }
}
