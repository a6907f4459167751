package io.sidetone.sim.deepgram;

import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an emulator is started with.
 *
 * @param host address to listen on
 * @param port 0: a free one
 * @param acceptedKeys null: any key that is not empty
 * @param library the recordings it recognises
 * @param faults of streams, in force from the start
 * @param requestFaults of pre-recorded requests, in force from the start
 * @param maxAudioBytes kept per stream and per request; what comes later is counted only
 * @param maxMessages kept per stream, the newest of what it was told; 0: answers to requests are not kept either
 * @param maxRequestBytes a longer body of a pre-recorded request is refused with 413
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
        Faults requestFaults,
        EmulatorLog log,
        int maxAudioBytes,
        int maxMessages,
        int maxRequestBytes,
        long seed,
        InstantSource clock,
        @Nullable EventLoopGroup loops) {
    private static final int MIB = 1 << 20;

    public EmulatorOptions {
        acceptedKeys = acceptedKeys == null ? null : Set.copyOf(acceptedKeys);
    }

    /** On a free port of 127.0.0.1, strict as the vendor, faultless, 64 MiB of audio per stream, 32 MiB per request. */
    public static EmulatorOptions of(RecordingLibrary library, InstantSource clock) {
        return new EmulatorOptions(
                "127.0.0.1",
                0,
                null,
                library,
                Strictness.VENDOR,
                Faults.none(),
                Faults.none(),
                EmulatorLog.NONE,
                64 * MIB,
                10_000,
                32 * MIB,
                1,
                clock,
                null);
    }

    public EmulatorOptions withAddress(String newHost, int newPort) {
        return with(draft -> {
            draft.host = newHost;
            draft.port = newPort;
        });
    }

    public EmulatorOptions withAcceptedKeys(String... keys) {
        return with(draft -> draft.acceptedKeys = Set.of(keys));
    }

    public EmulatorOptions withStrictness(Strictness newStrictness) {
        return with(draft -> draft.strictness = newStrictness);
    }

    public EmulatorOptions withFaults(Faults newFaults) {
        return with(draft -> draft.faults = newFaults);
    }

    /** See {@link DeepgramEmulator#requestFaults}. */
    public EmulatorOptions withRequestFaults(Faults newFaults) {
        return with(draft -> draft.requestFaults = newFaults);
    }

    public EmulatorOptions withLog(EmulatorLog newLog) {
        return with(draft -> draft.log = newLog);
    }

    public EmulatorOptions withMaxAudioBytes(int bytes) {
        return with(draft -> draft.maxAudioBytes = bytes);
    }

    public EmulatorOptions withMaxRequestBytes(int bytes) {
        return with(draft -> draft.maxRequestBytes = bytes);
    }

    /** For load tests: audio and messages are counted and not kept. */
    public EmulatorOptions withoutKeeping() {
        return with(draft -> {
            draft.maxAudioBytes = 0;
            draft.maxMessages = 0;
        });
    }

    public EmulatorOptions withSeed(long newSeed) {
        return with(draft -> draft.seed = newSeed);
    }

    public EmulatorOptions withClock(InstantSource newClock) {
        return with(draft -> draft.clock = newClock);
    }

    public EmulatorOptions withLoops(EventLoopGroup newLoops) {
        return with(draft -> draft.loops = newLoops);
    }

    private EmulatorOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** A copy on its way to being other options. */
    private static final class Draft {
        private final EmulatorOptions from;
        private String host;
        private int port;
        private @Nullable Set<String> acceptedKeys;
        private Strictness strictness;
        private Faults faults;
        private Faults requestFaults;
        private EmulatorLog log;
        private int maxAudioBytes;
        private int maxMessages;
        private int maxRequestBytes;
        private long seed;
        private InstantSource clock;
        private @Nullable EventLoopGroup loops;

        Draft(EmulatorOptions from) {
            this.from = from;
            this.host = from.host;
            this.port = from.port;
            this.acceptedKeys = from.acceptedKeys;
            this.strictness = from.strictness;
            this.faults = from.faults;
            this.requestFaults = from.requestFaults;
            this.log = from.log;
            this.maxAudioBytes = from.maxAudioBytes;
            this.maxMessages = from.maxMessages;
            this.maxRequestBytes = from.maxRequestBytes;
            this.seed = from.seed;
            this.clock = from.clock;
            this.loops = from.loops;
        }

        EmulatorOptions options() {
            return new EmulatorOptions(
                    host,
                    port,
                    acceptedKeys,
                    from.library,
                    strictness,
                    faults,
                    requestFaults,
                    log,
                    maxAudioBytes,
                    maxMessages,
                    maxRequestBytes,
                    seed,
                    clock,
                    loops);
        }
    }
}
