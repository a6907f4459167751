package io.sidetone.delivery;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * One configured webhook.
 *
 * @param name letters, digits, {@code . _ -}, at most 64; stands in progress keys, metrics and messages
 * @param url http or https, without user and password
 * @param secrets signing keys as bytes, 24 or more each, the newest first; several only while one is replaced
 * @param events types that it gets
 * @param include what it gets beyond the usual: {@code words} or nothing
 * @param retry when to try again
 * @param timeout for a whole attempt, 1 to 30 s
 */
public record Target(
        String name,
        URI url,
        List<byte[]> secrets,
        Set<String> events,
        Set<String> include,
        RetrySchedule retry,
        Duration timeout) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** What a target gets that names no types. */
    public static final Set<String> DEFAULT_EVENTS = Set.of("call.started", "transcript.final", "call.ended");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LEAST_SECRET_BYTES = 24;

    /** @throws IllegalArgumentException naming the target, what is wrong with it and what is expected */
    public Target {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "webhook name \"" + name + "\"; expected 1 to 64 letters, digits, dots, underscores or hyphens");
        }
        secrets = List.copyOf(secrets);
        events = Set.copyOf(events);
        include = Set.copyOf(include);
        checkUrl(name, url);
        checkSecrets(name, secrets);
        if (!Set.of("words").containsAll(include)) {
            throw new IllegalArgumentException("webhook " + name + ": include " + include + "; known is only: words");
        }
        if (timeout.toMillis() < 1_000 || timeout.toMillis() > 30_000) {
            throw new IllegalArgumentException("webhook " + name + ": timeout " + timeout + "; expected 1 s to 30 s");
        }
    }

    private static void checkUrl(String name, URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || HttpUrl.get(url) == null) {
            throw new IllegalArgumentException("webhook " + name + ": URL " + withoutSecrets(url)
                    + "; expected http:// or https:// and a host, such as https://nlu.example.com/final");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("webhook " + name + ": the URL for " + withoutSecrets(url)
                    + " holds a user or password; remove it and check the signature instead");
        }
    }

    private static void checkSecrets(String name, List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException(
                    "webhook " + name + " has no secret; give one such as whsec_ and 32 random bytes in base64");
        }
        for (byte[] secret : secrets) {
            if (secret.length < LEAST_SECRET_BYTES) {
                throw new IllegalArgumentException("webhook " + name + ": a secret of " + secret.length
                        + " bytes once decoded; expected " + LEAST_SECRET_BYTES + " or more");
            }
        }
    }

    HttpUrl httpUrl() {
        return requireNonNull(HttpUrl.get(url), "checked when made");
    }

    boolean takes(String type) {
        return events.contains(type);
    }

    boolean withWords() {
        return include.contains("words");
    }

    /** A URL as people may see it: without user, query and fragment, which may hold secrets. */
    static String withoutSecrets(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return url.getScheme() + "://" + url.getHost() + port + path;
    }

    /** Name and URL as messages show them; never a secret. */
    @Override
    public String toString() {
        return "webhook " + name + " (" + withoutSecrets(url) + ")";
    }
}
