package io.sidetone;

import java.net.URI;

/** Addresses of one path on different hosts. */
final class Address {
    private Address() {}

    /** {@code what} at the host and port of {@code where}, with the scheme of its kind: http and ws, https and wss. */
    static URI moved(URI what, URI where) {
        if (where.getScheme() == null || where.getRawAuthority() == null) {
            throw new IllegalArgumentException("'" + where + "' (expected: an address such as https://host)");
        }
        boolean webSocket = what.getScheme().startsWith("ws");
        boolean secure =
                where.getScheme().equalsIgnoreCase("https") || where.getScheme().equalsIgnoreCase("wss");
        String scheme = (webSocket ? "ws" : "http") + (secure ? "s" : "");
        String query = what.getRawQuery() == null ? "" : "?" + what.getRawQuery();
        return URI.create(scheme + "://" + where.getRawAuthority() + what.getRawPath() + query);
    }
}
