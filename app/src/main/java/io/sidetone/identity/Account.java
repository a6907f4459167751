package io.sidetone.identity;

import io.sidetone.engine.CallFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user, as the settings name one.
 *
 * @param passwordHash Argon2id or bcrypt, as {@link Passwords} takes it; null: no password opens this
 * @param tokenHashes {@link Digest#of} the tokens that open it
 */
public record Account(
        String name, Role role, CallFilter scope, @Nullable String passwordHash, List<String> tokenHashes) {
    public Account {
        tokenHashes = List.copyOf(tokenHashes);
    }

    /** Whom {@code dashboard.token} stands for. */
    public static Account ofTheToken(String token) {
        return new Account(
                Identity.TOKEN,
                Role.ADMIN,
                CallFilter.ALL,
                null,
                token.isEmpty() ? List.of() : List.of(Digest.of(token)));
    }

    Identity identity() {
        return new Identity(name, role, scope, Identity.Means.BEARER, Identity.NEVER, null);
    }

    /** Not the hashes. */
    @Override
    public String toString() {
        return role.wireName() + " " + name;
    }
}
