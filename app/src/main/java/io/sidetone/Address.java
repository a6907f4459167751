package io.sidetone;

import java.net.URI;

/** Addresses of one path on different hosts. */
final class Address {
    private Address() {}

    /** {@code what} at the host and port of {@code where}, with the scheme of its kind: http and ws, https and wss. */
    static URI moved(URI what, URI where) {
        boolean webSocket = what.getScheme().startsWith("ws");
        boolean secure = where.getScheme().endsWith("s");
        String scheme = (webSocket ? "ws" : "http") + (secure ? "s" : "");
        String query = what.getRawQuery() == null ? "" : "?" + what.getRawQuery();
        return URI.create(scheme + "://" + where.getRawAuthority() + what.getRawPath() + query);
    }
}
