package io.sidetone.sim.deepgram;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way for the emulator to misbehave. Which streams it meets is told by a {@link Scope}.
 *
 * <p>All faults are values; whatever is left to chance comes from the emulator's seed.
 */
public sealed interface Fault {

    /** Faults without a parameter. */
    enum Quirk implements Fault {
        /** Pauses settle words, but {@code speech_final} is never true. */
        NEVER_SPEECH_FINAL,
        /** Words are guessed and never settled. */
        INTERIMS_ONLY,
        /** A final ends before the interim ahead of it did; the missing word comes with the next final. */
        SHORT_FINALS,
        /** {@code speech_final} comes in an empty final after the one with the words. */
        SPEECH_FINAL_ON_EMPTY,
        /** {@code UtteranceEnd} comes twice. */
        DUPLICATE_UTTERANCE_END,
        /** {@code Finalize} is ignored. */
        NO_FINALIZE_ANSWER,
        /** {@code Finalize} is answered with a final without words; they come when they would have come anyway. */
        EMPTY_FINALIZE_ANSWER,
        /** Every result is followed by a message of a type nobody knows. */
        UNKNOWN_MESSAGES,
        /** Every final is followed by text that is not JSON. */
        GARBAGE_TEXT,
        /** Every final is followed by an {@code Error} message that means nothing. */
        ERROR_MESSAGES,
        /** Shorter segments, other capitals, no punctuation: what another server makes of the same sound. */
        OTHER_BORDERS
    }

    /** Befalls a stream at one moment of its life; nearly always the connection ends, or dies without ending. */
    sealed interface Break extends Fault {
        /** When it happens, once per stream. */
        Moment at();
    }

    /** Every word's times are off by up to this much, each way, the same each time the word is said. */
    record JitteredTimes(Duration most) implements Fault {}

    /** The answer to {@code Finalize}, and what would follow it, comes this much later. */
    record LateFinalizeAnswer(Duration delay) implements Fault {}

    /** Nothing is said for this long after {@code CloseStream}; then everything. */
    record SlowDrain(Duration delay) implements Fault {}

    /** The answer to the handshake comes this much later. */
    record SlowHandshake(Duration delay) implements Fault {}

    /** The handshake, or the request, is answered with this status. */
    record Refuse(int status, @Nullable Duration retryAfter) implements Fault {
        public Refuse {
            checked(status);
        }

        public Refuse(int status) {
            this(status, null);
        }

        static int checked(int status) {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
            }
            return status;
        }
    }

    /** Handshakes are answered with 429 while this many streams are open; requests while this many are in work. */
    record ConcurrencyLimit(int streams) implements Fault {}

    /** What befalls the answer to a pre-recorded request. */
    sealed interface Answer extends Fault {}

    /** The answer comes this much later. */
    record LateAnswer(Duration delay) implements Answer {}

    /** No answer comes; the connection stays open until the client goes. */
    record NoAnswer() implements Answer {}

    /** The connection is ended, without a goodbye, when half of the answer is out. */
    record BrokenAnswer() implements Answer {}

    /** The answer has status 200 and is not JSON. */
    record GarbageAnswer() implements Answer {}

    /** The server closes the connection. */
    record Close(int code, String reason, Moment at) implements Break {
        private static final String LINK = " See https://dpgr.am/";

        /** The server had no result in time: trouble inside. */
        public static Close net0000(Moment at) {
            return new Close(1011, "The service could not produce a response in time." + LINK + "net0000", at);
        }

        /** The client sent nothing for too long. */
        public static Close net0001(Moment at) {
            return new Close(1011, "No audio or text message came within the time allowed." + LINK + "net0001", at);
        }

        /** The session got no audio in time. */
        public static Close net0002(Moment at) {
            return new Close(1011, "no_audio_timeout: the session received no audio." + LINK + "net0002", at);
        }

        /** What came is not audio in the declared encoding. */
        public static Close data0000(Moment at) {
            return new Close(1008, "The payload cannot be decoded as audio." + LINK + "data0000", at);
        }
    }

    /** The TCP connection is reset, without a goodbye. */
    record Reset(Moment at) implements Break {}

    /** The TCP connection is ended, without a WebSocket goodbye. */
    record HangUp(Moment at) implements Break {}

    /** The server goes on reading and never says anything again, not even pong. */
    record Freeze(Moment at) implements Break {}

    /**
     * The server stops reading, so the client's buffers fill.
     *
     * @param length after which it reads on as if nothing had been; null: never
     */
    record StopReading(Moment at, @Nullable Duration length) implements Break {
        public StopReading(Moment at) {
            this(at, null);
        }
    }

    /** Text that is not JSON comes once; the stream goes on. */
    record GarbageText(Moment at) implements Break {}
}
