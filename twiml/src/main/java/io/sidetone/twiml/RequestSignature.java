package io.sidetone.twiml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request comes from Twilio, by its {@code X-Twilio-Signature}. Any thread.
 *
 * <p>URLs are the public ones that Twilio called: the configured public URL followed by the request's target, byte for
 * byte. Behind a proxy the address the server sees itself is not what was signed.
 *
 * <p>The hash is computed here rather than by twilio-java's {@code RequestValidator}, which serves the tests as a second
 * opinion. To try a URL with and without its port, that class decodes and re-encodes it: it refuses signatures over
 * {@code ?a=b%26c} behind a port, and accepts for {@code ?a=b%26c} a signature that Twilio made over {@code ?a=b&c}. It
 * takes one value per parameter, gives {@code wss} the port 80, and knows no slash at the end of upgrades. Calling it once
 * per variant mends the refusals, but not what it wrongly accepts.
 */
public final class RequestSignature {
    private final List<RequestSigner> signers;

    /**
     * A check against one or several auth tokens; several while a token is being exchanged.
     *
     * @throws IllegalArgumentException if there is no token, or a blank one
     */
    public RequestSignature(List<String> authTokens) {
        if (authTokens.isEmpty()) {
            throw new IllegalArgumentException("no auth token is given; without one no signature can be checked");
        }
        this.signers = authTokens.stream().map(RequestSigner::new).toList();
    }

    /**
     * The outcome.
     *
     * @param valid whether one token made the signature over one of the candidates
     * @param candidates the URLs that were tried, for a log line; they may hold a stream's one-time token in the path, no
     *     auth token
     */
    public record Verdict(boolean valid, List<String> candidates) {
        /** Keeps a copy of the candidates. */
        public Verdict {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * Checks a form POST.
     *
     * @param form all parameters, as {@link FormBody} reads them
     * @param header the header's value, or null if the request has none
     */
    public Verdict verifyForm(String publicUrl, SortedMap<String, List<String>> form, @Nullable String header) {
        return verify(SignedUrl.parse(publicUrl).webhookCandidates(), form, header);
    }

    /** Checks a GET; its parameters are signed as part of the URL. */
    public Verdict verifyGet(String publicUrl, @Nullable String header) {
        return verify(SignedUrl.parse(publicUrl).webhookCandidates(), new TreeMap<>(), header);
    }

    /** Checks a JSON POST: the signature over the URL, and the hash in its query against the raw body. */
    public Verdict verifyJson(String publicUrl, byte[] body, @Nullable String header) {
        SignedUrl url = SignedUrl.parse(publicUrl);
        Verdict signature = verify(url.webhookCandidates(), new TreeMap<>(), header);
        boolean sameBody = bodyMatches(url.query(), body);
        return new Verdict(sameBody && signature.valid(), signature.candidates());
    }

    /** Checks a WebSocket upgrade; an {@code https} URL is taken as {@code wss}. */
    public Verdict verifyUpgrade(String publicUrl, @Nullable String header) {
        return verify(SignedUrl.parse(publicUrl).upgradeCandidates(), new TreeMap<>(), header);
    }

    /** Tries every candidate with every token, so that the time taken tells nothing about a match. */
    private Verdict verify(Set<String> candidates, SortedMap<String, List<String>> form, @Nullable String header) {
        byte[] given = header == null ? new byte[0] : header.getBytes(StandardCharsets.UTF_8);
        boolean valid = false;
        for (RequestSigner signer : signers) {
            for (String candidate : candidates) {
                byte[] expected = signer.signForm(candidate, form).getBytes(StandardCharsets.UTF_8);
                valid |= MessageDigest.isEqual(expected, given);
            }
        }
        return new Verdict(valid, List.copyOf(candidates));
    }

    private static boolean bodyMatches(String query, byte[] body) {
        byte[] actual = HexFormat.of().formatHex(RequestSigner.sha256(body)).getBytes(StandardCharsets.US_ASCII);
        for (String parameter :
                query.isEmpty() ? new String[0] : query.substring(1).split("&", -1)) {
            if (parameter.startsWith(RequestSigner.BODY_HASH)) {
                String claimed = parameter.substring(RequestSigner.BODY_HASH.length());
                return MessageDigest.isEqual(actual, claimed.getBytes(StandardCharsets.UTF_8));
            }
        }
        return false;
    }
}
