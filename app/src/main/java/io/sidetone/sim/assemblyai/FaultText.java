package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Moment;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults as one writes them on a command line. */
public final class FaultText {
    /** What there is, for help texts. */
    public static final String EXPECTED = "close=CODE, reset, hang-up, freeze or stop-reading, each with @SECONDS of"
            + " audio, @open or @terminate; refuse=HTTP-STATUS, limit=SESSIONS, slow-begin=SECONDS,"
            + " slow-terminate=SECONDS, jitter=MS, no-endpoint-answer";

    private static final Pattern FORM = Pattern.compile("([a-z-]+)(?:=([0-9.]+))?(?:@(open|terminate|[0-9.]+))?");

    private FaultText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException naming what there is
     */
    public static Fault parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad(text);
        }
        try {
            Fault fault = form.group(3) == null
                    ? lasting(form.group(1), form.group(2) == null ? "" : form.group(2), text)
                    : breaking(form.group(1), form.group(2) == null ? "" : form.group(2), moment(form.group(3)), text);
            return fault;
        } catch (NumberFormatException e) {
            throw bad(text);
        }
    }

    private static Fault breaking(String name, String value, Moment at, String text) {
        boolean bare = value.isEmpty();
        if (name.equals("close")) {
            return new Fault.Close(Integer.parseInt(value), "closed on purpose", at);
        } else if (name.equals("reset") && bare) {
            return new Fault.Reset(at);
        } else if (name.equals("hang-up") && bare) {
            return new Fault.HangUp(at);
        } else if (name.equals("freeze") && bare) {
            return new Fault.Freeze(at);
        } else if (name.equals("stop-reading") && bare) {
            return new Fault.StopReading(at);
        }
        throw bad(text);
    }

    private static Fault lasting(String name, String value, String text) {
        return switch (name) {
            case "refuse" -> new Fault.Refuse(Integer.parseInt(value));
            case "limit" -> new Fault.ConcurrencyLimit(Integer.parseInt(value));
            case "slow-begin" -> new Fault.SlowHandshake(seconds(value));
            case "slow-terminate" -> new Fault.SlowDrain(seconds(value));
            case "jitter" -> new Fault.JitteredTimes(Duration.ofMillis(Integer.parseInt(value)));
            case "no-endpoint-answer" -> Fault.Quirk.NO_FINALIZE_ANSWER;
            default -> throw bad(text);
        };
    }

    private static Moment moment(String text) {
        return switch (text) {
            case "open" -> Moment.atOpen();
            case "terminate" -> Moment.atCloseStream();
            default -> Moment.afterAudio(seconds(text));
        };
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("fault '" + text + "' (expected: " + EXPECTED + ")");
    }
}
