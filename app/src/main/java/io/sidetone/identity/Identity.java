package io.sidetone.identity;

import io.sidetone.engine.CallFilter;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has shown who they are.
 *
 * @param id the user's name in the settings, {@link #TOKEN} for the dashboard's token
 * @param scope a call that it does not let through does not exist for them
 * @param means how they showed it
 * @param expiresAtMillis until when this holds, milliseconds since 1970; {@link #NEVER} for tokens
 * @param session names the session without being able to open it; null without one
 */
public record Identity(
        String id,
        Role role,
        CallFilter scope,
        Means means,
        long expiresAtMillis,
        @Nullable String session) {
    /** The user whom {@code dashboard.token} stands for. */
    public static final String TOKEN = "token";

    public static final long NEVER = Long.MAX_VALUE;

    /** What was shown. */
    public enum Means {
        BEARER,
        TICKET,
        COOKIE
    }

    /** Everything, for ever: what {@code dashboard.token} gives. */
    public static Identity ofTheToken() {
        return new Identity(TOKEN, Role.ADMIN, CallFilter.ALL, Means.BEARER, NEVER, null);
    }

    public boolean may(Permission wanted) {
        return role.may(wanted);
    }

    public boolean expires() {
        return expiresAtMillis != NEVER;
    }

    Identity by(Means other, long untilMillis, @Nullable String ofSession) {
        return new Identity(id, role, scope, other, untilMillis, ofSession);
    }
}
