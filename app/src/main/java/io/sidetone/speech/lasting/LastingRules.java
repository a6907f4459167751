package io.sidetone.speech.lasting;

import java.time.Duration;
import java.util.Map;

/**
 * What an operator may turn about keeping, catching up and repairing.
 *
 * @param streaming false: legs are never streamed, and transcribed piece by piece
 * @param buffer audio that one leg keeps in memory, at least 5 s; what is more goes to disk, or is given up
 * @param catchUp a backlog up to this length, and to half the buffer, is sent behind the live audio; a longer one is repaired
 * @param repair how long the end of a leg waits for what is being repaired
 * @param afterEnd how much longer repairs go on once the end was told
 * @param finalizeOnSilence asks for a final as soon as our own voice activity finds that somebody stopped
 * @param silence what is done while a role says nothing; others do as {@link #otherSilence}
 * @param closeAfter silence after which {@link Silence#CLOSE} closes
 * @param attemptsAtOnce handshakes, and requests, under way at the same time per provider
 * @param attemptsPerSecond handshakes, and requests, a second while a provider recovers
 */
public record LastingRules(
        boolean streaming,
        Duration buffer,
        Duration catchUp,
        Duration repair,
        Duration afterEnd,
        boolean finalizeOnSilence,
        Map<String, Silence> silence,
        Silence otherSilence,
        Duration closeAfter,
        int attemptsAtOnce,
        int attemptsPerSecond,
        RetryPolicy retry) {

    private static final long LEAST_BUFFER_MS = 5_000;

    public static final LastingRules DEFAULTS = new LastingRules(
            true,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            Duration.ofSeconds(600),
            true,
            Map.of(),
            Silence.KEEP_ALIVE,
            Duration.ofSeconds(30),
            20,
            20,
            RetryPolicy.DEFAULT);

    /** What is done while nothing is said. */
    public enum Silence {
        /** The connection is kept open without audio. */
        KEEP_ALIVE,
        /** Missing media is filled with silence, so that the vendor's clock goes on. */
        FILL,
        /** The connection is closed, and opened again when somebody speaks. */
        CLOSE
    }

    public LastingRules {
        silence = Map.copyOf(silence);
    }

    Silence silenceOf(String role) {
        return silence.getOrDefault(role, otherSilence);
    }

    /** The longest piece: short enough that a leg's memory holds three. */
    long longestPieceMs() {
        return Math.min(20_000, Math.max(1_000, bufferMs() / 3));
    }

    /** What one leg keeps in memory, in milliseconds: at least what pieces and their overlaps take. */
    long bufferMs() {
        return Math.max(LEAST_BUFFER_MS, buffer.toMillis());
    }

    /** The longest backlog that is sent behind the live audio: what is to be repaired must be cut before it is lost. */
    long catchUpMs() {
        return Math.min(catchUp.toMillis(), bufferMs() / 2);
    }
}
