package io.sidetone.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** A key, token or password. Nothing but {@link #reveal()} shows it. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The secret itself. Hand it to what needs it, and to no log, message or page. */
    public String reveal() {
        return text;
    }

    /** Takes equally long wherever two secrets of one length begin to differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(text.getBytes(UTF_8), secret.text.getBytes(UTF_8));
    }

    /** The same for all secrets: even a hash can be looked up. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    /** Not even the length. */
    @Override
    public String toString() {
        return "(hidden)";
    }
}
