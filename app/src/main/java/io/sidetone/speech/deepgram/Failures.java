package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Failure.Remedy;
import io.sidetone.speech.wire.Ending;
import io.sidetone.speech.wire.ForeignText;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What went wrong at Deepgram, and what helps: by the status of its answer, or by the code and reason of its close. */
final class Failures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NET_CODE = Pattern.compile("net-?000([0-2])");

    private Failures() {}

    static Failure of(Ending ending) {
        if (ending instanceof Ending.Refused refused) {
            String said = refused.headers().get("dg-error", "");
            return answered(
                    "the stream",
                    refused.status(),
                    said.isBlank() ? explanation(refused.body()) : said,
                    refused.headers().get("dg-request-id", ""),
                    refused.retryAfter());
        }
        if (ending instanceof Ending.Closed closed) {
            return closed(closed.status(), closed.reason());
        }
        if (ending instanceof Ending.Lost lost) {
            return failure(
                    Failure.DISCONNECTED,
                    Remedy.RECONNECT,
                    "the connection to Deepgram broke: " + ForeignText.printable(lost.problem()));
        }
        return unreachable(ending instanceof Ending.Unreachable unreachable ? unreachable.problem() : "");
    }

    /**
     * A request was answered, but not as hoped.
     *
     * @param what was refused
     * @param complaint the vendor's own words, perhaps none
     */
    static Failure answered(
            String what, int status, String complaint, String requestId, @Nullable Duration retryAfter) {
        String message = "Deepgram refused " + what + ": HTTP " + status
                + (complaint.isBlank() ? "" : ", " + ForeignText.printable(complaint))
                + (requestId.isBlank() ? "" : ", request id " + ForeignText.printable(requestId))
                + "; " + advice(status);
        return new Failure(code(status), remedy(status), retryAfter, message);
    }

    private static String code(int status) {
        return switch (remedy(status)) {
            case WAIT_FOR_ROOM -> Failure.THROTTLED;
            case BACK_OFF -> Failure.UNAVAILABLE;
            default -> Failure.REFUSED;
        };
    }

    private static Remedy remedy(int status) {
        return switch (status) {
            case 401, 402, 403, 404 -> Remedy.NEVER;
            case 429 -> Remedy.WAIT_FOR_ROOM;
            case 408, 499 -> Remedy.BACK_OFF;
            default ->
                status >= 500
                        ? Remedy.BACK_OFF
                        : status >= 400 ? Remedy.NEVER_FOR_LEG : Remedy.NEVER; // below 400 it is not Deepgram
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 400, 422 ->
                "a parameter is wrong or contradicts another: check deepgram.model, language, keyterms, options";
            case 401 -> "the key was not accepted: check deepgram.api-key";
            case 402 -> "the project has no credit left: top it up with Deepgram";
            case 403 -> "the key has no access to this model or feature: check its project and role";
            case 404 -> "there is no such service at that address: check deepgram.url";
            case 408, 499 -> "the request did not get there in time: check the way to deepgram.url";
            case 413 -> "too much audio at once: lower speech.buffer-seconds";
            case 414 -> "the address is too long: give fewer keyterms";
            case 429 -> "more at once than the project may have: wait, or ask Deepgram for a higher limit";
            default ->
                status >= 500
                        ? "the trouble is on Deepgram's side"
                        : "this is not how Deepgram answers: check deepgram.url";
        };
    }

    /** Deepgram's body has one of two shapes; a proxy's has any. */
    static String explanation(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            String said = String.join(
                    ": ",
                    Stream.of("err_code", "err_msg", "category", "message", "details")
                            .map(field -> root.path(field).asText(""))
                            .filter(text -> !text.isBlank())
                            .toList());
            return said.isEmpty() ? body : said;
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    /** On the wire a reason may be prose around the code, so it is looked for anywhere, before the status. */
    private static Failure closed(int status, String reason) {
        String small = reason.toLowerCase(Locale.ROOT);
        String said =
                "Deepgram closed the stream: " + status + (reason.isBlank() ? "" : " " + ForeignText.printable(reason));
        var net = NET_CODE.matcher(small);
        if (net.find()) {
            return failure(Failure.DISCONNECTED, Remedy.RECONNECT, said + "; " + netAdvice(net.group(1)));
        }
        if (small.contains("no_audio_timeout")) {
            return failure(Failure.DISCONNECTED, Remedy.RECONNECT, said + "; " + netAdvice("2"));
        }
        if (small.contains("data-0000") || small.contains("data0000")) {
            String why = "; the audio is not in the encoding that was announced";
            return failure(Failure.REFUSED, Remedy.NEVER_FOR_LEG, said + why);
        }
        return byStatus(status, said);
    }

    private static Failure byStatus(int status, String said) {
        return switch (status) {
            case 1002, 1003, 1007, 1008 ->
                failure(
                        Failure.REFUSED,
                        Remedy.NEVER_FOR_LEG,
                        said + "; it does not accept what we send: check deepgram.encoding");
            case 1012 -> failure(Failure.DISCONNECTED, Remedy.BACK_OFF, said + "; it is being restarted");
            case 1013 -> failure(Failure.UNAVAILABLE, Remedy.BACK_OFF, said + "; it has too much to do");
            default ->
                failure(
                        Failure.DISCONNECTED,
                        status >= 4_000 && status <= 4_999 ? Remedy.BACK_OFF : Remedy.RECONNECT,
                        said);
        };
    }

    private static String netAdvice(String digit) {
        return switch (digit) {
            case "0" -> "it had nothing to say in its time: trouble on its side, or hardly any audio";
            case "1" -> "it received nothing from us for 10 s";
            default -> "no audio reached it in time";
        };
    }

    /** Whether the vendor said goodbye without a complaint. */
    static boolean isOrderly(Ending ending) {
        return ending instanceof Ending.Closed closed
                && (closed.status() == 1000 || closed.status() == Ending.NO_STATUS)
                && !NET_CODE.matcher(closed.reason().toLowerCase(Locale.ROOT)).find();
    }

    /** There was no answer. */
    static Failure unreachable(String problem) {
        return failure(
                Failure.UNAVAILABLE,
                Remedy.BACK_OFF,
                "cannot reach Deepgram: " + ForeignText.printable(problem) + "; check deepgram.url and the way there");
    }

    static Failure neverOpened(Duration limit) {
        return unreachable("not open after " + limit.toMillis() + " ms");
    }

    /** It answered 200, but not with a transcript. */
    static Failure unintelligible(String problem) {
        return failure(
                Failure.UNAVAILABLE,
                Remedy.BACK_OFF,
                "Deepgram's answer is not a transcript: " + ForeignText.printable(problem));
    }

    /** The stream is open, but nothing comes of it. */
    static Failure stuck(String how, Duration limit) {
        return failure(Failure.STUCK, Remedy.RECONNECT, "Deepgram " + how + " for " + limit.toMillis() + " ms");
    }

    /** The vendor did not say in time that it had heard everything. */
    static Failure unconfirmed(String message) {
        return failure(Failure.STUCK, Remedy.RECONNECT, message);
    }

    private static Failure failure(String code, Remedy remedy, String message) {
        return new Failure(code, remedy, null, message);
    }
}
