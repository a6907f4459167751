package io.sidetone.sim.twilio;

import java.time.Duration;
import java.util.List;

/**
 * One way in which a simulated call differs from a call that goes well. A plan takes any number of
 * them. Times are stream time: they count from a stream's {@code start} message, in media time, so
 * they shrink with the speed of the call. Those that name a moment act on the call's first stream.
 */
public sealed interface Quirk {

    /** What is wrong with a signature. Has no effect on an account without a token. */
    enum Signing {
        /** Made over the URL with a {@code /} at its end, as Twilio sometimes does for sockets. */
        TRAILING_SLASH,
        /** Made with another token. */
        WRONG,
        /** The header is left out. */
        MISSING
    }

    /** How a media socket comes to its end. */
    enum Farewell {
        /** {@code stop}, then a close frame without a status (seen as 1005), as Twilio does. */
        STOP,
        /** A close frame without a status, and no {@code stop} before it. */
        CLOSE,
        /** Neither: the TCP connection is reset. */
        RESET
    }

    /** Ways that need no numbers. */
    enum Manner implements Quirk {
        /** Counters and timestamps as JSON numbers instead of strings. */
        NUMBERS,
        /** Unknown events between the known ones, and unknown fields in all of them. */
        STRANGERS,
        /** {@code chunk} counts both tracks together instead of each by itself. */
        SHARED_CHUNKS,
        /** The {@code start} message is never sent; media follows all the same. */
        NO_START
    }

    /** When progress callbacks of streams and of dialled legs are posted. */
    enum Callbacks implements Quirk {
        /** Those of the dialled leg arrive before the media socket is opened. */
        EARLY,
        /** Each comes two seconds of media time after its event. */
        LATE,
        /** Each comes twice. */
        TWICE,
        /** None comes. ({@code action} of a {@code <Dial>} is no callback: it is always asked.) */
        NEVER,
        /** Those up to the answer wait for the answer, and are posted in reverse. */
        SHUFFLED
    }

    /** What the REST API says of the call's streams. */
    enum Rest implements Quirk {
        /** That the call is not in progress, though it is. */
        SAYS_CALL_IS_OVER
    }

    /** So many requests to the REST API about the call are answered with 500 before one succeeds. */
    record RestFails(int times) implements Quirk {}

    /** The signature of the upgrade to a media socket. */
    record UpgradeSignature(Signing signing) implements Quirk {}

    /** The signatures of webhooks and callbacks. */
    record WebhookSignature(Signing signing) implements Quirk {}

    /** Frames that start within this time are lost; timestamps show it. */
    record Gap(Duration at, Duration length) implements Quirk {}

    /** The frame that is playing at this moment is stamped only {@code step} after the one before it. */
    record ShortStep(Duration at, Duration step) implements Quirk {}

    /** Frames due within this time are held back, then come in one burst; timestamps do not show it. */
    record Stall(Duration at, Duration length) implements Quirk {}

    /** No frames on a track until this time, as when nothing has been played to that leg yet. */
    record SilentUntil(Track track, Duration until) implements Quirk {}

    /**
     * Payload sizes other than 160 bytes, taken in turn.
     *
     * @param bytes each 0 or more, at least one of them above 0
     */
    record PayloadSizes(List<Integer> bytes) implements Quirk {
        public PayloadSizes {
            bytes = List.copyOf(bytes);
            if (bytes.stream().anyMatch(size -> size < 0) || bytes.stream().allMatch(size -> size == 0)) {
                throw new IllegalArgumentException(
                        "payload sizes: " + bytes + " (expected: 0 or more each, one of them above 0)");
            }
        }
    }

    /** A {@code start} message padded with parameters to at least this size. */
    record BigStart(int bytes) implements Quirk {}

    /** This many frames per track come before the {@code start} message. */
    record MediaBeforeStart(int frames) implements Quirk {}

    /** How every stream of the call ends. */
    record EndsWith(Farewell farewell) implements Quirk {}

    /** The first stream is cut at this time, while the call goes on. */
    record CutAt(Duration at, Farewell farewell) implements Quirk {}

    /**
     * Another stream than the first is cut, so long after its start, while the call goes on.
     *
     * @param number 2 for the second that was asked for, whoever asked
     */
    record CutLater(int number, Duration at, Farewell farewell) implements Quirk {
        public CutLater {
            if (number < 2) {
                throw new IllegalArgumentException(
                        "number: " + number + " (expected: 2 or more; CutAt cuts the first)");
            }
        }
    }

    /** A second stream for the same CallSid, to the same URL, while the first one runs. */
    record SecondStream(Duration at) implements Quirk {}

    /** A key is pressed. (Twilio reports keys on bidirectional streams only.) */
    record Dtmf(Duration at, String digit) implements Quirk {}

    /** The caller hangs up before the audio is over. */
    record HangUp(Duration at) implements Quirk {}
}
