package io.sidetone.sim.load;

import org.jspecify.annotations.Nullable;

/**
 * What the bridge did at the vendor.
 *
 * @param connections opened in all
 * @param open at this moment
 * @param refused handshakes that asked for what the tool has not, such as another sample rate
 * @param refusal why the first of them was refused; null: none was
 * @param broken ended without {@code CloseStream}
 * @param messages of audio
 * @param samples of audio
 * @param unidentifiedBytes audio of connections on which no chunk was ever recognised
 * @param bytesAfterClose audio that came after {@code CloseStream}
 */
public record Upstream(
        long connections,
        long open,
        long refused,
        @Nullable String refusal,
        long broken,
        long messages,
        long samples,
        long unidentifiedBytes,
        long bytesAfterClose) {
    private static final double SAMPLES_PER_MS = 8;

    /** Milliseconds of audio in a message since {@code earlier}, on average; 0 if there was none. */
    double messageMsSince(Upstream earlier) {
        long count = messages - earlier.messages;
        return count == 0 ? 0 : (samples - earlier.samples) / SAMPLES_PER_MS / count;
    }

    /** Whether all audio was on connections of a leg, and before their end. */
    boolean clean() {
        return unidentifiedBytes == 0 && bytesAfterClose == 0;
    }
}
