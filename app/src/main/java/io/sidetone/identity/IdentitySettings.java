package io.sidetone.identity;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What operators decide about who comes in.
 *
 * @param accounts everybody there is; names are unique
 * @param publicOrigin where browsers find this server, such as {@code https://bridge.example.com}
 * @param allowedOrigins further origins whose pages may come: scheme, host and port as browsers send them; {@code
 *     https://*.example.com} takes the subdomains
 * @param trustedProxies networks, such as {@code 10.0.0.0/8}, whose word is taken for where a request comes from
 * @param loopbackOnly the server listens on loopback only: {@code Host} must then be a name of this machine (a guard
 *     against DNS rebinding) or the public one, and a page of that same host may come
 * @param session how long somebody stays signed in
 * @param idle how long without a request and without an open dashboard
 * @param signIn how often somebody may try
 */
public record IdentitySettings(
        List<Account> accounts,
        String publicOrigin,
        Set<String> allowedOrigins,
        List<String> trustedProxies,
        boolean loopbackOnly,
        Duration session,
        Duration idle,
        Tries signIn) {
    public static final Duration USUAL_SESSION = Duration.ofHours(12);
    public static final Duration USUAL_IDLE = Duration.ofHours(2);

    /**
     * How often somebody may try to sign in, per address and per name.
     *
     * @param failures so many may fail within the window
     * @param window in which they count, and how long the first wait is; each further one is twice as long
     * @param longest wait
     */
    public record Tries(int failures, Duration window, Duration longest) {
        public static final Tries USUAL = new Tries(5, Duration.ofMinutes(1), Duration.ofMinutes(15));

        public Tries {
            if (failures < 1 || window.toSeconds() < 1 || longest.compareTo(window) < 0) {
                throw new IllegalArgumentException(failures + " tries in " + window + ", then up to " + longest
                        + " (expected: at least 1, in at least a second, and no shorter a wait)");
            }
        }
    }

    public IdentitySettings {
        accounts = List.copyOf(accounts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        if (allowedOrigins.contains("*")) {
            throw new IllegalArgumentException(
                    "dashboard.allowed-origins has a bare * (expected: origins such as https://desk.example.com)");
        }
    }

    /** For one token and nobody else, the rest as usual. */
    public static IdentitySettings of(
            String token, String publicOrigin, Set<String> allowedOrigins, boolean loopbackOnly) {
        return new IdentitySettings(
                List.of(Account.ofTheToken(token)),
                publicOrigin,
                allowedOrigins,
                List.of(),
                loopbackOnly,
                USUAL_SESSION,
                USUAL_IDLE,
                Tries.USUAL);
    }

    public IdentitySettings with(List<Account> others) {
        return new IdentitySettings(
                others, publicOrigin, allowedOrigins, trustedProxies, loopbackOnly, session, idle, signIn);
    }
}
