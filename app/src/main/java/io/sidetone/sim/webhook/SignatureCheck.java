package io.sidetone.sim.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request comes from somebody who knows a secret, and is recent. Signature {@code v1}
 * of Standard Webhooks 1.0.0: HMAC-SHA256 over id, timestamp and the raw body, joined by dots.
 */
final class SignatureCheck {
    private static final String VERSION = "v1,";

    private final List<WebhookSecret> secrets;
    private final Duration tolerance;
    private final InstantSource clock;

    SignatureCheck(List<WebhookSecret> secrets, Duration tolerance, InstantSource clock) {
        this.secrets = List.copyOf(secrets);
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /** Why the request is not to be believed; empty if it is. */
    Optional<String> objection(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        if (secrets.isEmpty()) {
            return Optional.of("no secret was given to check it with");
        }
        if (id == null || id.isEmpty()) {
            return Optional.of("webhook-id: missing");
        }
        if (timestamp == null) {
            return Optional.of("webhook-timestamp: missing");
        }
        if (signatures == null) {
            return Optional.of("webhook-signature: missing");
        }
        return untimely(timestamp).or(() -> unmatched(id, timestamp, signatures, body));
    }

    private Optional<String> untimely(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return Optional.of("webhook-timestamp: '" + timestamp + "' (expected: whole seconds since 1970)");
        }
        long age = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
        if (Math.abs(age) > tolerance.toSeconds()) {
            return Optional.of("webhook-timestamp: " + Math.abs(age) + " s in the " + (age > 0 ? "past" : "future")
                    + " (expected: at most " + tolerance.toSeconds() + "; are both clocks right?)");
        }
        return Optional.empty();
    }

    /** Compares everything with everything, so that the time it takes says nothing about which matched. */
    private Optional<String> unmatched(String id, String timestamp, String signatures, byte[] body) {
        List<byte[]> given = List.of(signatures.split(" ", -1)).stream()
                .filter(signature -> signature.startsWith(VERSION))
                .map(signature -> signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8))
                .toList();
        if (given.isEmpty()) {
            return Optional.of("webhook-signature: no v1 in it");
        }
        boolean match = false;
        for (WebhookSecret secret : secrets) {
            byte[] expected = sign(secret, id, timestamp, body);
            for (byte[] signature : given) {
                match |= MessageDigest.isEqual(expected, signature);
            }
        }
        return match
                ? Optional.empty()
                : Optional.of("webhook-signature: no match (another secret, or a changed body)");
    }

    private static byte[] sign(WebhookSecret secret, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret.key());
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encode(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
