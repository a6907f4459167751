package io.sidetone.sim.deepgram;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key a handshake brought, in its header or, as browsers must, in the list of subprotocols.
 *
 * @param scheme {@code token} or {@code bearer}; empty if there was none
 * @param key never printed
 * @param subprotocol whether it came in the list
 */
record Credentials(String scheme, String key, boolean subprotocol) {
    private static final Credentials NONE = new Credentials("", "", false);
    private static final Set<String> SCHEMES = Set.of("token", "bearer");

    static Credentials of(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            return of(authorization.trim().split("\\s+", 2), false);
        }
        String protocols = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        return protocols == null ? NONE : of(protocols.trim().split("\\s*,\\s*", 2), true);
    }

    boolean acceptedBy(@Nullable Set<String> keys) {
        return !key.isEmpty() && (keys == null || keys.contains(key));
    }

    private static Credentials of(String[] schemeAndKey, boolean subprotocol) {
        String scheme = schemeAndKey[0].toLowerCase(Locale.ROOT);
        if (schemeAndKey.length != 2 || !SCHEMES.contains(scheme)) {
            return NONE;
        }
        return new Credentials(scheme, schemeAndKey[1].trim(), subprotocol);
    }

    @Override
    public String toString() {
        return scheme + " ****";
    }
}
