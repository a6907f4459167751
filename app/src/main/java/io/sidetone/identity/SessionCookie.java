package io.sidetone.identity;

import java.time.Duration;

/**
 * The cookie of a session: sent back to this very host only, never to other sites' requests, never to scripts. Over
 * https the browser itself holds it to that by its name.
 */
public record SessionCookie(boolean secure) {
    private static final String SECURE = "__Host-session";
    private static final String PLAIN = "session";
    private static final String RULES = "; Path=/; HttpOnly; SameSite=Strict";

    public String name() {
        return secure ? SECURE : PLAIN;
    }

    /** For {@code Set-Cookie}. */
    public String set(String value, Duration life) {
        return name() + "=" + value + "; Max-Age=" + life.toSeconds() + RULES + (secure ? "; Secure" : "");
    }

    /** The same, to make the browser forget it. */
    public String clear() {
        return set("", Duration.ZERO);
    }
}
