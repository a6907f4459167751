package io.sidetone;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a fault of the Deepgram emulator as one types it: {@code name}, {@code name=value}, and for
 * what ends a stream {@code @moment} behind it, such as {@code close=1011@8s}.
 */
final class FaultReader {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s)");
    private static final Pattern FAULT = Pattern.compile("([a-z-]+)(?:=([^@]+))?(?:@(.+))?");
    private static final List<String> OF_STREAMS = List.of(
            "refuse=STATUS",
            "limit=N",
            "slow-handshake=TIME",
            "close=CODE",
            "reset",
            "hang-up",
            "freeze",
            "stop-reading[=TIME]",
            "garbage",
            "jitter=TIME",
            "late-finalize=TIME",
            "slow-drain=TIME");
    private static final List<String> OF_REQUESTS = List.of(
            "refuse=STATUS", "limit=N", "late=TIME", "never", "broken", "garbage", "jitter=TIME", "other-borders");

    private final String text;
    private final String name;
    private final @Nullable String value;
    private final @Nullable String moment;

    private FaultReader(String text) {
        Matcher parts = FAULT.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' (expected: name, name=value or name=value@moment)");
        }
        this.text = text;
        this.name = parts.group(1);
        this.value = parts.group(2);
        this.moment = parts.group(3);
    }

    /** For picocli. */
    static final class OfStreams implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            return new FaultReader(text).ofStreams();
        }
    }

    /** For picocli. */
    static final class OfRequests implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            return new FaultReader(text).ofRequests();
        }
    }

    private Fault ofStreams() {
        return switch (name) {
            case "close" -> close();
            case "reset" -> new Fault.Reset(moment());
            case "hang-up" -> new Fault.HangUp(moment());
            case "freeze" -> new Fault.Freeze(moment());
            case "stop-reading" -> new Fault.StopReading(moment(), value == null ? null : time());
            case "garbage" -> new Fault.GarbageText(moment());
            default -> withoutMoment(streamHabit());
        };
    }

    private Fault streamHabit() {
        return switch (name) {
            case "refuse" -> refuse();
            case "limit" -> new Fault.ConcurrencyLimit(number());
            case "slow-handshake" -> new Fault.SlowHandshake(time());
            case "jitter" -> new Fault.JitteredTimes(time());
            case "late-finalize" -> new Fault.LateFinalizeAnswer(time());
            case "slow-drain" -> new Fault.SlowDrain(time());
            default -> quirk();
        };
    }

    private Fault ofRequests() {
        return withoutMoment(
                switch (name) {
                    case "refuse" -> refuse();
                    case "limit" -> new Fault.ConcurrencyLimit(number());
                    case "late" -> new Fault.LateAnswer(time());
                    case "never" -> new Fault.NoAnswer();
                    case "broken" -> new Fault.BrokenAnswer();
                    case "garbage" -> new Fault.GarbageAnswer();
                    case "jitter" -> new Fault.JitteredTimes(time());
                    case "other-borders" -> Fault.Quirk.OTHER_BORDERS;
                    default -> throw unknown(OF_REQUESTS);
                });
    }

    private Fault quirk() {
        List<String> known = new ArrayList<>(OF_STREAMS);
        for (Fault.Quirk quirk : Fault.Quirk.values()) {
            String typed = quirk.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (typed.equals(name)) {
                return quirk;
            }
            known.add(typed);
        }
        throw unknown(known);
    }

    private Fault close() {
        Moment at = moment();
        return switch (value == null ? "" : value) {
            case "net0000" -> Fault.Close.net0000(at);
            case "net0001" -> Fault.Close.net0001(at);
            case "net0002" -> Fault.Close.net0002(at);
            case "data0000" -> Fault.Close.data0000(at);
            default -> new Fault.Close(closeCode(), "", at);
        };
    }

    private int closeCode() {
        int code = number();
        if (code < 1000 || code > 4999 || (code >= 1004 && code <= 1006)) {
            throw wrong("a close code of 1000 to 4999, net0000, net0001, net0002 or data0000");
        }
        return code;
    }

    private Fault refuse() {
        int status = number();
        if (status < 400 || status > 599) {
            throw wrong("a status of 400 to 599");
        }
        return new Fault.Refuse(status);
    }

    private Moment moment() {
        if (moment == null) {
            return Moment.atFirstFrame();
        }
        return switch (moment) {
            case "open" -> Moment.atOpen();
            case "word" -> Moment.midWord(Duration.ZERO);
            case "pause" -> Moment.betweenUtterances(Duration.ZERO);
            case "end" -> Moment.atCloseStream();
            default -> Moment.afterAudio(time(moment, "@open, @word, @pause, @end, or a time such as @8s"));
        };
    }

    private Fault withoutMoment(Fault fault) {
        if (moment != null) {
            throw wrong("no @" + moment + " behind " + name);
        }
        return fault;
    }

    private int number() {
        if (value == null || !value.matches("[0-9]{1,6}")) {
            throw wrong(name + "=NUMBER");
        }
        return Integer.parseInt(value);
    }

    private Duration time() {
        return time(value == null ? "" : value, name + "=TIME with a time such as 500ms or 3s");
    }

    private Duration time(String typed, String expected) {
        Matcher time = TIME.matcher(typed);
        if (!time.matches()) {
            throw wrong(expected);
        }
        long amount = Long.parseLong(time.group(1));
        return time.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }

    private TypeConversionException wrong(String expected) {
        return new TypeConversionException("'" + text + "' (expected: " + expected + ")");
    }

    private TypeConversionException unknown(List<String> known) {
        return wrong("one of " + String.join(", ", known));
    }
}
