package io.sidetone.twiml;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as Twilio does: base64 of HMAC-SHA1, keyed with the account's auth token, over the URL and the decoded
 * form. For simulated calls and self-tests, and underneath {@link RequestSignature}. Any thread.
 */
public final class RequestSigner {
    static final String BODY_HASH = "bodySHA256=";

    private final SecretKeySpec key;

    /**
     * A signer with one token.
     *
     * @throws IllegalArgumentException if the token is blank
     */
    public RequestSigner(String authToken) {
        if (authToken.isBlank()) {
            throw new IllegalArgumentException("the auth token is blank; give the account's token");
        }
        this.key = new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1");
    }

    /**
     * A JSON request's URL, to which Twilio adds the body's hash, and the signature over it.
     *
     * @param url with {@code bodySHA256} in its query
     * @param signature for the header {@code X-Twilio-Signature}
     */
    public record SignedJson(String url, String signature) {}

    /** The signature of a GET, or of a WebSocket upgrade (then the URL's scheme is {@code wss}), at exactly this URL. */
    public String sign(String url) {
        return hmac(url);
    }

    /** The signature of a form POST to exactly this URL. */
    public String signForm(String url, SortedMap<String, List<String>> form) {
        return hmac(formText(url, form));
    }

    /** The URL and signature of a JSON POST of these raw bytes. */
    public SignedJson signJson(String url, byte[] body) {
        String separator = url.indexOf('?') < 0 ? "?" : "&";
        String signed = url + separator + BODY_HASH + HexFormat.of().formatHex(sha256(body));
        return new SignedJson(signed, hmac(signed));
    }

    /** The URL and then every name followed by its value, without repetitions. */
    static String formText(String url, SortedMap<String, List<String>> form) {
        StringBuilder text = new StringBuilder(url);
        form.forEach((name, values) ->
                new TreeSet<>(values).forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
