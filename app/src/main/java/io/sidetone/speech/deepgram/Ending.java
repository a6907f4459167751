package io.sidetone.speech.deepgram;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Why a connection ended.
 *
 * @param code the fault it is, if it was not asked for
 * @param orderly the vendor said goodbye without a complaint
 * @param message for people: what happened, and what to do
 */
record Ending(String code, boolean orderly, String message) {
    static final String REFUSED = "stt.refused";
    static final String THROTTLED = "stt.throttled";
    static final String UNAVAILABLE = "stt.unavailable";
    static final String DISCONNECTED = "stt.disconnected";
    static final String STUCK = "stt.stuck";

    /** What a close frame that has none in it counts as. */
    private static final int NO_CODE = 1005;

    private static final int LONGEST_FOREIGN_TEXT = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final Pattern NET_CODE = Pattern.compile("net-?000([0-2])");

    /** The handshake was answered, but not with 101. */
    static Ending answered(int status, String complaint, String requestId) {
        String code =
                switch (status) {
                    case 429 -> THROTTLED;
                    case 408, 499 -> UNAVAILABLE;
                    default -> status >= 500 ? UNAVAILABLE : REFUSED;
                };
        return new Ending(
                code,
                false,
                "Deepgram refused the stream: HTTP " + status
                        + (complaint.isBlank() ? "" : ", " + printable(complaint))
                        + (requestId.isBlank() ? "" : ", request id " + printable(requestId))
                        + "; " + advice(status));
    }

    private static String advice(int status) {
        return switch (status) {
            case 400 ->
                "a parameter is wrong or contradicts another: check deepgram.model, language, keyterms, options";
            case 401 -> "the key was not accepted: check deepgram.api-key";
            case 402 -> "the project has no credit left: top it up with Deepgram";
            case 403 -> "the key has no access to this model or feature: check its project and role";
            case 404 -> "there is no /v1/listen at that address: check deepgram.url";
            case 414 -> "the address is too long: give fewer keyterms";
            case 429 -> "more streams at once than the project may have: wait, or ask Deepgram for a higher limit";
            default ->
                status >= 500
                        ? "the trouble is on Deepgram's side"
                        : "this is not how Deepgram answers: check deepgram.url";
        };
    }

    /** An open stream was closed by a close frame. */
    static Ending closed(int status, String reason) {
        String small = reason.toLowerCase(Locale.ROOT);
        var net = NET_CODE.matcher(small);
        String said = "Deepgram closed the stream: " + status + (reason.isBlank() ? "" : " " + printable(reason));
        if (net.find()) {
            return new Ending(DISCONNECTED, false, said + "; " + netAdvice(net.group(1)));
        }
        if (small.contains("no_audio_timeout")) {
            return new Ending(DISCONNECTED, false, said + "; " + netAdvice("2"));
        }
        if (small.contains("data-0000") || small.contains("data0000")) {
            return new Ending(REFUSED, false, said + "; the audio is not in the encoding that was announced");
        }
        return switch (status) {
            case 1000, NO_CODE -> new Ending(DISCONNECTED, true, said);
            case 1002, 1003, 1007, 1008 ->
                new Ending(REFUSED, false, said + "; it does not accept what we send: check deepgram.encoding");
            case 1013 -> new Ending(UNAVAILABLE, false, said + "; it has too much to do");
            default -> new Ending(DISCONNECTED, false, said);
        };
    }

    private static String netAdvice(String digit) {
        return switch (digit) {
            case "0" -> "it had nothing to say in its time: trouble on its side, or hardly any audio";
            case "1" -> "it received nothing from us for 10 s";
            default -> "no audio reached it in time";
        };
    }

    /** An open stream broke without a goodbye. */
    static Ending lost(String problem) {
        return new Ending(DISCONNECTED, false, "the connection to Deepgram broke: " + printable(problem));
    }

    /** There was no answer to the handshake. */
    static Ending unreachable(String problem) {
        return new Ending(
                UNAVAILABLE,
                false,
                "cannot reach Deepgram: " + printable(problem) + "; check deepgram.url and the way there");
    }

    static Ending neverOpened(Duration limit) {
        return unreachable("not open after " + limit.toMillis() + " ms");
    }

    /** It stopped taking audio although there was more to send. */
    static Ending stuck(Duration limit) {
        return new Ending(STUCK, false, "Deepgram has taken nothing for " + limit.toMillis() + " ms");
    }

    /** Text from outside, on one line and of bounded length. */
    static String printable(String foreign) {
        String line = UNPRINTABLE.matcher(foreign).replaceAll(" ").strip();
        return line.length() <= LONGEST_FOREIGN_TEXT ? line : line.substring(0, LONGEST_FOREIGN_TEXT) + "…";
    }
}
