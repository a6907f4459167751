package io.sidetone.speech.assemblyai;

import io.sidetone.speech.Failure;
import io.sidetone.speech.Failure.Remedy;
import io.sidetone.speech.wire.Ending;
import io.sidetone.speech.wire.ForeignText;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong at AssemblyAI, and what helps: by the code of its error or close, or by the status of its answer.
 * Stricter than the vendor's own client, which tries again even after 3006 and 3007.
 */
final class Failures {
    private Failures() {}

    static Failure of(Ending ending) {
        if (ending instanceof Ending.Refused refused) {
            return answered(refused.status(), refused.body(), refused.retryAfter());
        } else if (ending instanceof Ending.Closed closed) {
            return said(closed.status(), closed.reason());
        } else if (ending instanceof Ending.Lost lost) {
            return new Failure(
                    Failure.DISCONNECTED,
                    Remedy.RECONNECT,
                    null,
                    "the connection to AssemblyAI broke: " + ForeignText.printable(lost.problem()));
        }
        return unreachable(ending instanceof Ending.Unreachable unreachable ? unreachable.problem() : "");
    }

    /** An {@code Error} message, or a close frame: they share their codes. */
    static Failure said(int code, String text) {
        String message =
                "AssemblyAI ended the session: " + code + (text.isBlank() ? "" : " " + ForeignText.printable(text));
        String small = text.toLowerCase(Locale.ROOT);
        boolean tooMany = small.contains("too many") || small.contains("concurren");
        return switch (code) {
            case 1008 ->
                tooMany
                        ? throttled(message)
                        : never(message, "check assemblyai.api-key, which is sent without a scheme");
            case 3009, 4029, 4102 -> throttled(message);
            case 3005, 1011, 1012, 1013 ->
                failure(Failure.UNAVAILABLE, Remedy.BACK_OFF, message, "the trouble is on its side");
            case 3006, 4000, 4101 -> forLeg(message, "a parameter is wrong: check assemblyai.model, keyterms, options");
            case 3007, 4032, 4033, 4034 ->
                forLeg(message, "it does not take audio in these pieces or at this pace: report this");
            case 1002, 1003, 1007 -> forLeg(message, "it does not accept what we send");
            case 4001 -> never(message, "check assemblyai.api-key");
            case 4002, 4003 -> never(message, "the account has no credit, or not this feature");
            case 3008, 4004, 4008, 4010, 4030, 4031, 4103 ->
                failure(Failure.DISCONNECTED, Remedy.RECONNECT, message, "a new session follows");
            default ->
                failure(
                        Failure.DISCONNECTED,
                        code >= 3_000 ? Remedy.BACK_OFF : Remedy.RECONNECT,
                        message,
                        "it gave no other reason");
        };
    }

    private static Failure answered(int status, String body, @Nullable Duration retryAfter) {
        String message = "AssemblyAI refused the session: HTTP " + status
                + (body.isBlank() ? "" : ", " + ForeignText.printable(body)) + "; ";
        return switch (status) {
            case 401, 403 -> refused(Remedy.NEVER, message + "the key was not accepted: check assemblyai.api-key");
            case 402 -> refused(Remedy.NEVER, message + "the account has no credit");
            case 404 -> refused(Remedy.NEVER, message + "there is no /v3/ws at that address: check assemblyai.url");
            case 429 ->
                new Failure(
                        Failure.THROTTLED,
                        Remedy.WAIT_FOR_ROOM,
                        retryAfter,
                        message + "more new sessions than the account may have: wait, or ask for a higher limit");
            default -> {
                if (status >= 500 || status == 408) {
                    String advice = "the trouble is on its side, or on the way";
                    yield new Failure(Failure.UNAVAILABLE, Remedy.BACK_OFF, retryAfter, message + advice);
                }
                yield status >= 400
                        ? refused(Remedy.NEVER_FOR_LEG, message + "check assemblyai.keyterms and options")
                        : refused(Remedy.NEVER, message + "this is not AssemblyAI: check assemblyai.url");
            }
        };
    }

    /** Whether the vendor said goodbye without a complaint. */
    static boolean isOrderly(Ending ending) {
        return ending instanceof Ending.Closed closed
                && (closed.status() == 1000 || closed.status() == Ending.NO_STATUS);
    }

    static Failure unreachable(String problem) {
        return new Failure(
                Failure.UNAVAILABLE,
                Remedy.BACK_OFF,
                null,
                "cannot reach AssemblyAI: " + ForeignText.printable(problem)
                        + "; check assemblyai.url and the way there");
    }

    static Failure neverBegun(Duration limit) {
        return unreachable("no Begin within " + limit.toMillis() + " ms");
    }

    /** The session is open, but nothing comes of it. */
    static Failure stuck(String how, Duration limit) {
        return new Failure(
                Failure.STUCK, Remedy.RECONNECT, null, "AssemblyAI " + how + " for " + limit.toMillis() + " ms");
    }

    /** The vendor did not say in time that it had heard everything. */
    static Failure unconfirmed(Duration limit) {
        return new Failure(
                Failure.STUCK,
                Remedy.RECONNECT,
                null,
                "no Termination within " + limit.toMillis() + " ms of Terminate");
    }

    private static Failure throttled(String message) {
        String advice = "more sessions than the account may have: wait, or ask for a higher limit";
        return failure(Failure.THROTTLED, Remedy.WAIT_FOR_ROOM, message, advice);
    }

    private static Failure forLeg(String message, String advice) {
        return failure(Failure.REFUSED, Remedy.NEVER_FOR_LEG, message, advice);
    }

    private static Failure never(String message, String advice) {
        return failure(Failure.REFUSED, Remedy.NEVER, message, advice);
    }

    private static Failure refused(Remedy remedy, String message) {
        return new Failure(Failure.REFUSED, remedy, null, message);
    }

    private static Failure failure(String code, Remedy remedy, String message, String advice) {
        return new Failure(code, remedy, null, message + "; " + advice);
    }
}
