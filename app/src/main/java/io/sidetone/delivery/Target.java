package io.sidetone.delivery;

import static java.util.Objects.requireNonNull;

import io.sidetone.engine.CallEvent;
import io.sidetone.redaction.Redactor;
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
 * @param filter which events it gets
 * @param include what it gets beyond the usual: {@code words} or nothing
 * @param retry when to try again
 * @param timeout for a whole attempt, 1 to 30 s
 * @param concurrency requests in flight at once at the most, 1 to 256, each with a thread
 * @param allowed networks that it may lead to though webhooks usually do not, such as link-local ones
 * @param conflictIsDelivered it answers 409 to what it has already
 * @param redactor masks for this target what the journal shows
 */
public record Target(
        String name,
        URI url,
        List<byte[]> secrets,
        Filter filter,
        Set<String> include,
        RetrySchedule retry,
        Duration timeout,
        int concurrency,
        List<Network> allowed,
        boolean conflictIsDelivered,
        Redactor redactor) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public static final int DEFAULT_CONCURRENCY = 64;

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
        include = Set.copyOf(include);
        allowed = List.copyOf(allowed);
        checkUrl(name, url);
        checkSecrets(name, secrets);
        if (!Set.of("words").containsAll(include)) {
            throw new IllegalArgumentException("webhook " + name + ": include " + include + "; known is only: words");
        }
        if (timeout.toMillis() < 1_000 || timeout.toMillis() > 30_000) {
            throw new IllegalArgumentException("webhook " + name + ": timeout " + timeout + "; expected 1 s to 30 s");
        }
        if (concurrency < 1 || concurrency > Valve.MOST) {
            throw new IllegalArgumentException(
                    "webhook " + name + ": concurrency " + concurrency + "; expected 1 to " + Valve.MOST);
        }
    }

    /** With the usual concurrency, all roles and labels, what the journal shows, and nothing special. */
    public Target(
            String name,
            URI url,
            List<byte[]> secrets,
            Set<String> events,
            Set<String> include,
            RetrySchedule retry,
            Duration timeout) {
        this(
                name,
                url,
                secrets,
                Filter.ofTypes(events),
                include,
                retry,
                timeout,
                DEFAULT_CONCURRENCY,
                List.of(),
                false,
                Redactor.OFF);
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

    boolean takes(CallEvent event) {
        return filter.takes(event);
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
