package io.sidetone.dashboard;

import java.util.Set;
import java.util.function.Supplier;

/**
 * What operators decide about the dashboard.
 *
 * @param token the bearer token; asked for at every upgrade, so that it can change; never printed
 * @param publicOrigin where browsers find this server, such as {@code https://bridge.example.com}
 * @param allowedOrigins further origins whose pages may connect: scheme, host and port as browsers send
 *     them; {@code https://*.example.com} takes the subdomains
 * @param loopbackOnly the server listens on loopback only: {@code Host} must then be a name of this machine
 *     (a guard against DNS rebinding), and a page of that same host may connect
 * @param maxViewers connections at the same time, from 1; more are answered with 503
 * @param instance this process, for people
 * @param version of Sidetone, for people
 */
public record DashboardSettings(
        Supplier<String> token,
        String publicOrigin,
        Set<String> allowedOrigins,
        boolean loopbackOnly,
        int maxViewers,
        String instance,
        String version) {
    /** Connections at the same time, unless the operator says otherwise. */
    public static final int DEFAULT_MAX_VIEWERS = 200;

    public DashboardSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (maxViewers < 1) {
            throw new IllegalArgumentException("maxViewers is " + maxViewers + " (expected: at least 1)");
        }
        if (allowedOrigins.contains("*")) {
            throw new IllegalArgumentException(
                    "dashboard.allowed-origins has a bare * (expected: origins such as https://desk.example.com)");
        }
    }
}
