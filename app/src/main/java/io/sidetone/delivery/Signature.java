package io.sidetone.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric signature of Standard Webhooks 1.0.0, version {@code v1}: HMAC-SHA-256 over id, time and
 * body with dots between.
 */
final class Signature {
    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /** The value of {@code webhook-signature}: one entry per key, in their order. */
    static String header(List<byte[]> keys, String id, long unixSeconds, byte[] body) {
        return keys.stream().map(key -> sign(key, id, unixSeconds, body)).collect(Collectors.joining(" "));
    }

    private static String sign(byte[] key, String id, long unixSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + '.' + unixSeconds + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC + ", which every Java must have", e);
        }
    }
}
