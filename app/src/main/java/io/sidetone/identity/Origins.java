package io.sidetone.identity;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose pages may ask: the rules for {@code Host} and {@code Origin}. */
final class Origins {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String publicOrigin;
    private final Set<String> allowed;
    private final boolean loopbackOnly;

    Origins(IdentitySettings settings) {
        this.publicOrigin = usual(settings.publicOrigin());
        this.allowed = settings.allowedOrigins();
        this.loopbackOnly = settings.loopbackOnly();
    }

    /** What speaks against the request's {@code Host} or {@code Origin}, or null. */
    Verdict.@Nullable Refused refusal(Knock knock) {
        if (loopbackOnly && !isHere(knock.host())) {
            return Verdict.Refused.forbidden("Host is not this machine (expected: localhost, 127.0.0.1 or [::1], as the"
                    + " server is on loopback only; or that of http.public-url)");
        }
        String origin = knock.origin();
        if (origin != null && !welcomes(origin, knock.host())) {
            return Verdict.Refused.forbidden(
                    "pages of this Origin may not connect; dashboard.allowed-origins names those that may");
        }
        return null;
    }

    boolean welcomes(String origin, String host) {
        return isOwn(origin, host) || allowed.stream().anyMatch(it -> allows(it, origin));
    }

    /** Whether one of our own pages asks. */
    boolean isOwn(Knock knock) {
        return knock.origin() != null && isOwn(knock.origin(), knock.host());
    }

    private boolean isOwn(String given, String host) {
        String origin = usual(given);
        return origin.equals(publicOrigin)
                || (loopbackOnly
                        && (origin.equals(usual("http://" + host)) || origin.equals(usual("https://" + host))));
    }

    private boolean isHere(String host) {
        return THIS_MACHINE.contains(nameOf(host))
                || usual("http://" + host).equals(publicOrigin)
                || usual("https://" + host).equals(publicOrigin);
    }

    private static boolean allows(String allowed, String origin) {
        int star = allowed.indexOf("://*.");
        if (star < 0) {
            return usual(allowed).equals(usual(origin));
        }
        String scheme = allowed.substring(0, star + 3);
        String domain = allowed.substring(star + 4);
        return origin.length() > scheme.length() + domain.length()
                && origin.regionMatches(true, 0, scheme, 0, scheme.length())
                && origin.regionMatches(true, origin.length() - domain.length(), domain, 0, domain.length());
    }

    /** As browsers write it: small letters, and no port where it is the scheme's own. */
    private static String usual(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") && lower.endsWith(":443")) {
            return lower.substring(0, lower.length() - ":443".length());
        }
        return lower.startsWith("http://") && lower.endsWith(":80")
                ? lower.substring(0, lower.length() - ":80".length())
                : lower;
    }

    private static String nameOf(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
        return end <= 0 ? lower : lower.substring(0, end);
    }
}
