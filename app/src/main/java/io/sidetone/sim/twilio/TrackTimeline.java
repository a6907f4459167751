package io.sidetone.sim.twilio;

import static io.sidetone.sim.twilio.CallAudio.BYTES_PER_MS;
import static io.sidetone.sim.twilio.CallAudio.FRAME_BYTES;

import java.util.List;

/**
 * The frames of one track of one stream, in order: what each carries, how it is stamped, when it is
 * due. Before the conversation there is {@link Ringing}, then the plan's audio, then nothing more.
 *
 * <p>Pure: knows stream time (milliseconds since the stream's {@code start}) and nothing of clocks. A
 * frame that covers 20 ms from {@code t} is due at {@code t + 20}, because no phone can send what has
 * not been said yet.
 */
final class TrackTimeline {
    private static final int NOT_YET = -1;

    private final Track track;
    private final CallAudio audio;
    private final int offsetMs;
    private final List<Integer> sizes;
    private final List<Quirk.Gap> gaps;
    private final List<Quirk.Stall> stalls;
    private final List<Quirk.ShortStep> steps;
    private final long silentUntilMs;

    private int position; // bytes played since the track began
    private int audioBase = NOT_YET; // position at which the audio's first byte stands; may be below 0
    private boolean conversing;
    private int nextSize;

    /** @param offsetMs stream time of the track's first sample */
    TrackTimeline(Track track, CallAudio audio, int offsetMs, Quirks quirks) {
        this.track = track;
        this.audio = audio;
        this.offsetMs = offsetMs;
        this.sizes = quirks.first(Quirk.PayloadSizes.class)
                .map(Quirk.PayloadSizes::bytes)
                .orElse(List.of(FRAME_BYTES));
        this.gaps = quirks.of(Quirk.Gap.class);
        this.stalls = quirks.of(Quirk.Stall.class);
        this.steps = quirks.of(Quirk.ShortStep.class);
        this.silentUntilMs = quirks.of(Quirk.SilentUntil.class).stream()
                .filter(s -> s.track() == track)
                .mapToLong(s -> s.until().toMillis())
                .max()
                .orElse(0);
    }

    Track track() {
        return track;
    }

    int position() {
        return position;
    }

    /** From here on the audio plays, its first byte at this position (below 0: it began before the stream). */
    void converse(int base) {
        conversing = true;
        audioBase = base;
    }

    boolean over() {
        return conversing && audioPosition() >= audio.lengthBytes();
    }

    /** How far the audio has been played, in bytes; below zero before its start. */
    int audioPosition() {
        return conversing ? position - audioBase : Integer.MIN_VALUE;
    }

    /** Timestamp of the audio's first byte; below 0 while there is none, or if it began before the stream. */
    long audioStartMs() {
        return conversing && audioBase >= 0 ? offsetMs + (long) audioBase / BYTES_PER_MS : -1;
    }

    /** Whether the next frame is to be sent at all; if not, {@link #advance} passes over it. */
    boolean audible() {
        long start = startMs();
        return audio.has(track)
                && start >= silentUntilMs
                && gaps.stream()
                        .noneMatch(
                                g -> within(start, g.at().toMillis(), g.length().toMillis()));
    }

    /** When the next frame goes out, in stream time. */
    long dueMs() {
        long due = startMs() + size() / BYTES_PER_MS;
        for (Quirk.Stall stall : stalls) {
            if (within(due, stall.at().toMillis(), stall.length().toMillis())) {
                due = stall.at().plus(stall.length()).toMillis();
            }
        }
        return due;
    }

    /** How the next frame is stamped. */
    long timestampMs() {
        long start = startMs();
        long lengthMs = size() / BYTES_PER_MS;
        for (Quirk.ShortStep step : steps) {
            if (within(step.at().toMillis(), start, lengthMs)) {
                return start - lengthMs + step.step().toMillis();
            }
        }
        return start;
    }

    /** The next frame's bytes. */
    byte[] payload() {
        byte[] payload = new byte[size()];
        int filled = 0;
        while (filled < payload.length) {
            int at = conversing ? position + filled - audioBase : Integer.MIN_VALUE;
            int count = payload.length - filled;
            if (at < 0) {
                count = conversing ? Math.min(count, -at) : count;
                Ringing.copy(track, position + filled, payload, filled, count);
            } else {
                audio.copy(track, at, payload, filled, count);
            }
            filled += count;
        }
        return payload;
    }

    /** Passes over the next frame. */
    void advance() {
        position += size();
        nextSize = (nextSize + 1) % sizes.size();
    }

    private long startMs() {
        return offsetMs + (long) position / BYTES_PER_MS;
    }

    private int size() {
        int size = sizes.get(nextSize);
        return conversing ? Math.min(size, Math.max(0, audio.lengthBytes() - audioPosition())) : size;
    }

    private static boolean within(long moment, long from, long length) {
        return moment >= from && moment < from + length;
    }
}
