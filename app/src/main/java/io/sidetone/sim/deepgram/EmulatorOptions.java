package io.sidetone.sim.deepgram;

import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an emulator is started with.
 *
 * @param host address to listen on
 * @param port 0: a free one
 * @param acceptedKeys null: any key that is not empty
 * @param library the recordings it recognises
 * @param faults in force from the start
 * @param maxAudioBytes kept per stream; what comes later is counted only
 * @param maxMessages kept per stream, the newest of what it was told
 * @param seed of everything left to chance
 * @param clock for the times in records and messages
 * @param loops to run on, left open; null: one loop of its own
 */
public record EmulatorOptions(
        String host,
        int port,
        @Nullable Set<String> acceptedKeys,
        RecordingLibrary library,
        Strictness strictness,
        Faults faults,
        EmulatorLog log,
        int maxAudioBytes,
        int maxMessages,
        long seed,
        InstantSource clock,
        @Nullable EventLoopGroup loops) {

    public EmulatorOptions {
        acceptedKeys = acceptedKeys == null ? null : Set.copyOf(acceptedKeys);
    }

    /** On a free port of 127.0.0.1, strict as the vendor, faultless, 64 MiB of audio per stream. */
    public static EmulatorOptions of(RecordingLibrary library, InstantSource clock) {
        return new EmulatorOptions(
                "127.0.0.1",
                0,
                null,
                library,
                Strictness.VENDOR,
                Faults.none(),
                EmulatorLog.NONE,
                64 << 20,
                10_000,
                1,
                clock,
                null);
    }

    public EmulatorOptions withAddress(String newHost, int newPort) {
        return new EmulatorOptions(
                newHost,
                newPort,
                acceptedKeys,
                library,
                strictness,
                faults,
                log,
                maxAudioBytes,
                maxMessages,
                seed,
                clock,
                loops);
    }

    public EmulatorOptions withAcceptedKeys(String... keys) {
        return new EmulatorOptions(
                host,
                port,
                Set.of(keys),
                library,
                strictness,
                faults,
                log,
                maxAudioBytes,
                maxMessages,
                seed,
                clock,
                loops);
    }

    public EmulatorOptions withStrictness(Strictness newStrictness) {
        return new EmulatorOptions(
                host,
                port,
                acceptedKeys,
                library,
                newStrictness,
                faults,
                log,
                maxAudioBytes,
                maxMessages,
                seed,
                clock,
                loops);
    }

    public EmulatorOptions withFaults(Faults newFaults) {
        return new EmulatorOptions(
                host,
                port,
                acceptedKeys,
                library,
                strictness,
                newFaults,
                log,
                maxAudioBytes,
                maxMessages,
                seed,
                clock,
                loops);
    }

    public EmulatorOptions withLog(EmulatorLog newLog) {
        return new EmulatorOptions(
                host,
                port,
                acceptedKeys,
                library,
                strictness,
                faults,
                newLog,
                maxAudioBytes,
                maxMessages,
                seed,
                clock,
                loops);
    }

    public EmulatorOptions withMaxAudioBytes(int bytes) {
        return new EmulatorOptions(
                host, port, acceptedKeys, library, strictness, faults, log, bytes, maxMessages, seed, clock, loops);
    }

    /** For load tests: audio and messages are counted and not kept. */
    public EmulatorOptions withoutKeeping() {
        return new EmulatorOptions(
                host, port, acceptedKeys, library, strictness, faults, log, 0, 0, seed, clock, loops);
    }

    public EmulatorOptions withSeed(long newSeed) {
        return new EmulatorOptions(
                host,
                port,
                acceptedKeys,
                library,
                strictness,
                faults,
                log,
                maxAudioBytes,
                maxMessages,
                newSeed,
                clock,
                loops);
    }

    public EmulatorOptions withClock(InstantSource newClock) {
        return new EmulatorOptions(
                host,
                port,
                acceptedKeys,
                library,
                strictness,
                faults,
                log,
                maxAudioBytes,
                maxMessages,
                seed,
                newClock,
                loops);
    }

    public EmulatorOptions withLoops(EventLoopGroup newLoops) {
        return new EmulatorOptions(
                host,
                port,
                acceptedKeys,
                library,
                strictness,
                faults,
                log,
                maxAudioBytes,
                maxMessages,
                seed,
                clock,
                newLoops);
    }
}
