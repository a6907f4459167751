package io.sidetone.sim.webhook;

import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/** One signing secret in the form of Standard Webhooks: {@code whsec_} and the key in base64. Never prints itself. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;

    private final SecretKeySpec key;

    private WebhookSecret(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * Reads a secret, with or without its prefix.
     *
     * @throws IllegalArgumentException if it is not base64 of at least 24 bytes; the message does not repeat it
     */
    public static WebhookSecret parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("webhook secret: not base64 (expected: whsec_ and base64)", e);
        }
        if (bytes.length < LEAST_BYTES) {
            throw new IllegalArgumentException("webhook secret: " + bytes.length + " bytes (expected: at least "
                    + LEAST_BYTES + ", for example whsec_ and the output of: openssl rand -base64 32)");
        }
        return new WebhookSecret(new SecretKeySpec(bytes, "HmacSHA256"));
    }

    SecretKeySpec key() {
        return key;
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
