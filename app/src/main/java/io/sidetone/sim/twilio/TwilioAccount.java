package io.sidetone.sim.twilio;

import org.jspecify.annotations.Nullable;

/**
 * Whose calls the simulator places.
 *
 * @param sid the account's SID, {@code AC} and 32 hex digits
 * @param authToken signs webhooks and upgrades; null leaves the signature header out altogether
 */
public record TwilioAccount(String sid, @Nullable String authToken) {
    /** An account that no real one can be mistaken for, without a token. */
    public static final TwilioAccount UNSIGNED = new TwilioAccount("AC00000000000000000000000000000001", null);

    public TwilioAccount {
        if (!sid.matches("AC[0-9a-fA-F]{32}")) {
            throw new IllegalArgumentException(
                    "account SID: '" + sid + "' (expected: AC and 32 hex digits, as the Twilio console shows it)");
        }
        if (authToken != null && authToken.isEmpty()) {
            throw new IllegalArgumentException("auth token: empty (expected: a token, or none at all)");
        }
    }

    /** Says whether there is a token, never which. */
    @Override
    public String toString() {
        return sid + (authToken == null ? " (unsigned)" : " (signed)");
    }
}
