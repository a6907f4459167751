package io.sidetone.dashboard;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may look, before anything is upgraded. Any thread. */
final class Door {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "Bearer ";

    private final DashboardSettings settings;

    Door(DashboardSettings settings) {
        this.settings = settings;
    }

    /** What speaks against an upgrade, or null. */
    @Nullable Problem refusal(HttpRequest request) {
        Problem stranger = stranger(request);
        return stranger != null ? stranger : malformed(request.headers());
    }

    /** What speaks against whoever asks, whatever they ask for, or null. */
    @Nullable Problem stranger(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String host = headers.get(HttpHeaderNames.HOST, "");
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (settings.loopbackOnly() && !THIS_MACHINE.contains(nameOf(host))) {
            return new Problem(
                    HttpResponseStatus.FORBIDDEN,
                    "Host is not this machine (expected: localhost, 127.0.0.1 or [::1], as the server is on loopback only)");
        } else if (origin != null && !welcome(origin, host)) {
            return new Problem(
                    HttpResponseStatus.FORBIDDEN,
                    "pages of this Origin may not connect; dashboard.allowed-origins names those that may");
        } else if (!authorized(headers.get(HttpHeaderNames.AUTHORIZATION))) {
            return new Problem(
                    HttpResponseStatus.UNAUTHORIZED,
                    "the token is missing or wrong (expected: Authorization: Bearer and the dashboard's token)");
        }
        return null;
    }

    private static @Nullable Problem malformed(HttpHeaders headers) {
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            return new Problem(HttpResponseStatus.BAD_REQUEST, "this address takes WebSocket upgrades only");
        }
        List<String> offered = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        boolean known = offered.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(protocol -> protocol.strip().equals(Frames.PROTOCOL));
        if (!offered.isEmpty() && !known) {
            return new Problem(
                    HttpResponseStatus.BAD_REQUEST,
                    "none of the offered subprotocols is spoken here (expected: " + Frames.PROTOCOL + ", or none)");
        }
        return null;
    }

    private boolean authorized(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        byte[] expected = settings.token().get().getBytes(StandardCharsets.UTF_8);
        return expected.length > 0 && MessageDigest.isEqual(given, expected);
    }

    private boolean welcome(String origin, String host) {
        boolean ours = settings.loopbackOnly()
                ? origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host)
                : origin.equalsIgnoreCase(settings.publicOrigin());
        return ours || settings.allowedOrigins().stream().anyMatch(allowed -> allows(allowed, origin));
    }

    private static boolean allows(String allowed, String origin) {
        int star = allowed.indexOf("://*.");
        if (star < 0) {
            return allowed.equalsIgnoreCase(origin);
        }
        String scheme = allowed.substring(0, star + 3);
        String domain = allowed.substring(star + 4);
        return origin.length() > scheme.length() + domain.length()
                && origin.regionMatches(true, 0, scheme, 0, scheme.length())
                && origin.regionMatches(true, origin.length() - domain.length(), domain, 0, domain.length());
    }

    private static String nameOf(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
        return end <= 0 ? lower : lower.substring(0, end);
    }
}
