package io.sidetone.twilio;

import io.netty.handler.codec.http.HttpRequest;
import io.sidetone.twiml.RequestSignature;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose requests are accepted, and under which address the world knows us.
 *
 * @param publicUrl scheme and host (and port, and path prefix) that Twilio calls; http or https
 * @param accountSid whose streams are accepted; null: anyone's
 * @param signatures null while there is no auth token: then nothing is checked
 * @param foreignStreams streams that our own TwiML did not start
 */
public record TwilioAccount(
        URI publicUrl,
        @Nullable String accountSid,
        @Nullable RequestSignature signatures,
        ForeignStreams foreignStreams) {

    /** What to do with streams of users' own TwiML. */
    public enum ForeignStreams {
        /** A valid signature is required. */
        SIGNED,
        REFUSE,
        /** No check. */
        OPEN
    }

    /** The public address of a path of ours, for answers. */
    URI address(String path) {
        return URI.create(base() + path);
    }

    /** The public address of a media path. */
    URI mediaAddress(String path) {
        return URI.create(mediaBase() + path);
    }

    /** Whether a form post comes from Twilio; null if it does, else why not. */
    public @Nullable String refusal(HttpRequest request, SortedMap<String, List<String>> form) {
        return signatures == null
                ? null
                : refusal(signatures.verifyForm(base() + request.uri(), form, signature(request)), request);
    }

    /** Whether an upgrade comes from Twilio; null if it does, else why not. */
    public @Nullable String refusal(HttpRequest upgrade) {
        return signatures == null
                ? null
                : refusal(signatures.verifyUpgrade(mediaBase() + upgrade.uri(), signature(upgrade)), upgrade);
    }

    private static @Nullable String refusal(RequestSignature.Verdict verdict, HttpRequest request) {
        if (verdict.valid()) {
            return null;
        }
        String got = signature(request) == null ? "no X-Twilio-Signature" : "an X-Twilio-Signature that does not match";
        return got + " (expected: one made with our auth token over one of " + verdict.candidates()
                + "; if Twilio calls another address, set http.public-url)";
    }

    private static @Nullable String signature(HttpRequest request) {
        return request.headers().get("X-Twilio-Signature");
    }

    private String base() {
        String text = publicUrl.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private String mediaBase() {
        return base().replaceFirst("^http", "ws"); // https gives wss
    }
}
