package io.sidetone.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of a request says who asks, and from where.
 *
 * @param method in capitals
 * @param rawQuery behind the question mark, or empty
 * @param origin the page that asks, as browsers say it; null from programs
 * @param authorization null without the header
 * @param fetchSite {@code Sec-Fetch-Site}: how the page that asks is related to us, as browsers say it
 * @param csrf what only our own page can have read
 * @param protocols subprotocols that are offered
 * @param address where it comes from: the other end of the connection, or whom a trusted proxy there names
 */
public record Knock(
        String method,
        String rawQuery,
        String host,
        @Nullable String origin,
        @Nullable String authorization,
        String cookies,
        @Nullable String fetchSite,
        @Nullable String csrf,
        List<String> protocols,
        InetAddress address) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    static final String TICKET = "ticket.";

    /** @param headers gives all lines of a header, by its name in small letters */
    public static Knock of(
            String method, String uri, @Nullable SocketAddress from, Function<String, List<String>> headers) {
        return of(method, uri, from, headers, Proxies.NONE);
    }

    static Knock of(
            String method,
            String uri,
            @Nullable SocketAddress from,
            Function<String, List<String>> headers,
            Proxies proxies) {
        int query = uri.indexOf('?');
        return new Knock(
                method.toUpperCase(Locale.ROOT),
                query < 0 ? "" : uri.substring(query + 1),
                String.join(", ", headers.apply("host")),
                one(headers.apply("origin")),
                one(headers.apply("authorization")),
                String.join("; ", headers.apply("cookie")),
                one(headers.apply("sec-fetch-site")),
                one(headers.apply("x-csrf-token")),
                headers.apply("sec-websocket-protocol").stream()
                        .flatMap(line -> List.of(line.split(",", -1)).stream())
                        .map(String::strip)
                        .filter(protocol -> !protocol.isEmpty())
                        .toList(),
                proxies.client(peer(from), headers.apply("x-forwarded-for")));
    }

    private static InetAddress peer(@Nullable SocketAddress from) {
        return from instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** Two lines of one header are a mistake or an attack, and equal nothing that is expected. */
    private static @Nullable String one(List<String> lines) {
        return lines.isEmpty() ? null : String.join(", ", lines);
    }

    boolean isSafe() {
        return SAFE.contains(method);
    }

    /** The value of a cookie; null if it is missing, or there twice and so not to be trusted. */
    @Nullable String cookie(String name) {
        String found = null;
        for (String pair : cookies.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                if (found != null) {
                    return null;
                }
                found = pair.substring(equals + 1).strip();
            }
        }
        return found;
    }

    /** The ticket among the subprotocols, or null. */
    @Nullable String ticket() {
        return protocols.stream()
                .filter(protocol -> protocol.startsWith(TICKET))
                .findFirst()
                .map(protocol -> protocol.substring(TICKET.length()))
                .orElse(null);
    }

    /** Nothing of it: there are secrets in it. */
    @Override
    public String toString() {
        return method + " from " + address.getHostAddress();
    }
}
