package io.sidetone.sim.assemblyai;

import io.netty.channel.EventLoopGroup;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.RecordingLibrary;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an emulator is started with.
 *
 * @param host address to listen on
 * @param port 0: a free one
 * @param acceptedKeys null: any key that is one word
 * @param library the recordings it recognises
 * @param faults in force from the start; see {@link AssemblyAiEmulator} for those it knows
 * @param maxAudioBytes kept per session; what comes later is counted only
 * @param seed of everything left to chance
 * @param clock for the times in records and messages
 * @param loops to run on, left open; null: one loop of its own
 */
public record AssemblyAiOptions(
        String host,
        int port,
        @Nullable Set<String> acceptedKeys,
        RecordingLibrary library,
        SessionRules rules,
        Faults faults,
        SessionLog log,
        int maxAudioBytes,
        long seed,
        InstantSource clock,
        @Nullable EventLoopGroup loops) {

    public AssemblyAiOptions {
        acceptedKeys = acceptedKeys == null ? null : Set.copyOf(acceptedKeys);
        SessionFaults.check(faults);
    }

    /** On a free port of 127.0.0.1, strict as the vendor, faultless, 64 MiB of audio per session. */
    public static AssemblyAiOptions of(RecordingLibrary library, InstantSource clock) {
        return new AssemblyAiOptions(
                "127.0.0.1",
                0,
                null,
                library,
                SessionRules.VENDOR,
                Faults.none(),
                SessionLog.NONE,
                64 << 20,
                1,
                clock,
                null);
    }

    public AssemblyAiOptions withAddress(String newHost, int newPort) {
        return new AssemblyAiOptions(
                newHost, newPort, acceptedKeys, library, rules, faults, log, maxAudioBytes, seed, clock, loops);
    }

    public AssemblyAiOptions withAcceptedKeys(String... keys) {
        return new AssemblyAiOptions(
                host, port, Set.of(keys), library, rules, faults, log, maxAudioBytes, seed, clock, loops);
    }

    public AssemblyAiOptions withRules(SessionRules newRules) {
        return new AssemblyAiOptions(
                host, port, acceptedKeys, library, newRules, faults, log, maxAudioBytes, seed, clock, loops);
    }

    public AssemblyAiOptions withFaults(Faults newFaults) {
        return new AssemblyAiOptions(
                host, port, acceptedKeys, library, rules, newFaults, log, maxAudioBytes, seed, clock, loops);
    }

    public AssemblyAiOptions withLog(SessionLog newLog) {
        return new AssemblyAiOptions(
                host, port, acceptedKeys, library, rules, faults, newLog, maxAudioBytes, seed, clock, loops);
    }

    public AssemblyAiOptions withLoops(EventLoopGroup newLoops) {
        return new AssemblyAiOptions(
                host, port, acceptedKeys, library, rules, faults, log, maxAudioBytes, seed, clock, newLoops);
    }

    /** For load tests: audio is counted and not kept. */
    public AssemblyAiOptions withoutKeeping() {
        return new AssemblyAiOptions(host, port, acceptedKeys, library, rules, faults, log, 0, seed, clock, loops);
    }
}
