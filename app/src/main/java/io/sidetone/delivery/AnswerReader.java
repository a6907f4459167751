package io.sidetone.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads what a target answers, as far as it matters and no further. Stateless; safe on any thread. */
final class AnswerReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BODY_LIMIT_BYTES = 64 << 10;
    private static final int KEPT_LIMIT_BYTES = 16 << 10;
    private static final int KEPT_OF_FAILURES_BYTES = 1 << 10;
    private static final int LONGEST_CHARACTER = 4; // bytes in UTF-8

    private final Target target;
    private final InstantSource clock;

    AnswerReader(Target target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    /**
     * Reads and closes it. The time it took is for the caller to add.
     *
     * @param hangUp ends the connection; without it OkHttp would go on reading an endless answer for a while, to keep
     *     the connection for the next request
     */
    Answer read(Response response, Runnable hangUp) {
        int status = response.code();
        AnswerClass meaning = meaning(response);
        byte[] body = body(response, hangUp);
        return switch (meaning) {
            case DELIVERED -> new Answer(meaning, status, null, null, json(body), 0);
            case OVERLOAD -> {
                Duration asked = RetryAfter.parse(response.header("retry-after"), clock.instant());
                yield new Answer(meaning, status, answered(status), asked, beginning(body), 0);
            }
            default ->
                new Answer(meaning, status, answered(status) + advice(response, meaning), null, beginning(body), 0);
        };
    }

    private AnswerClass meaning(Response response) {
        AnswerClass byStatus = AnswerClass.of(response.code());
        if (response.code() == 409 && target.conflictIsDelivered()) {
            return AnswerClass.DELIVERED;
        }
        boolean settled = byStatus == AnswerClass.DELIVERED || byStatus == AnswerClass.GONE;
        return !settled && "abort-message".equalsIgnoreCase(response.header("webhook-delivery"))
                ? AnswerClass.ABORTED
                : byStatus;
    }

    /** A target that is set up wrong is told from one that has failed. */
    Answer failed(IOException failure) {
        String what = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return Answer.failed(meaning(failure), target + ": " + what);
    }

    private static AnswerClass meaning(IOException failure) {
        if (failure instanceof InterruptedIOException) {
            return AnswerClass.TIMEOUT;
        }
        boolean fault = failure instanceof UnknownHostException || failure instanceof SSLException;
        return fault ? AnswerClass.TARGET_FAULT : AnswerClass.FAILURE;
    }

    private String answered(int status) {
        return target + ": answered " + status;
    }

    private static String advice(Response response, AnswerClass meaning) {
        int status = response.code();
        if (meaning == AnswerClass.ABORTED) {
            return " and wants this event never again (webhook-delivery: abort-message)";
        }
        if (status >= 300 && status < 400) {
            return ", redirecting to " + place(response.header("location"))
                    + "; redirects are never followed, put the final URL into the settings";
        }
        return switch (status) {
            case 401, 403 -> "; expected 2xx, check that it accepts the secret of this target";
            case 404, 405 -> "; expected 2xx, check the path of the URL";
            case 410 -> "; it wants nothing any more and is stopped until somebody resumes it";
            default -> "";
        };
    }

    private static String place(@Nullable String location) {
        if (location == null) {
            return "nowhere";
        }
        try {
            URI uri = URI.create(location);
            return uri.getHost() == null ? "another path" : Target.withoutSecrets(uri);
        } catch (IllegalArgumentException e) {
            return "something that is no URL";
        }
    }

    /** At most a byte more than the limit. What breaks off after the status line leaves the status as it is. */
    private static byte[] body(Response response, Runnable hangUp) {
        try (response;
                InputStream body = response.body().byteStream()) {
            byte[] read = body.readNBytes(BODY_LIMIT_BYTES + 1);
            if (read.length > BODY_LIMIT_BYTES) {
                hangUp.run();
            }
            return read;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static byte @Nullable [] json(byte[] body) {
        boolean isShort = body.length > 0 && body.length <= KEPT_LIMIT_BYTES;
        return isShort && looksLikeJson(body[0]) && isJson(body) ? body : null;
    }

    /** Most answers are a word or two, and an exception for each would cost more than the rest of it. */
    private static boolean looksLikeJson(byte first) {
        return first <= ' ' || first == '"' || first == '-' || Character.isDigit(first) || "{[tfn".indexOf(first) >= 0;
    }

    private static boolean isJson(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** The beginning as UTF-8, whatever it was, cut between characters. */
    private static byte @Nullable [] beginning(byte[] body) {
        if (body.length == 0) {
            return null;
        }
        int enough = Math.min(body.length, KEPT_OF_FAILURES_BYTES + LONGEST_CHARACTER);
        byte[] utf8 = new String(body, 0, enough, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        int bytes = Math.min(utf8.length, KEPT_OF_FAILURES_BYTES);
        while (bytes < utf8.length && (utf8[bytes] & 0xc0) == 0x80) {
            bytes--;
        }
        return Arrays.copyOf(utf8, bytes);
    }
}
