package io.sidetone.speech;

import java.util.Arrays;

/**
 * Maps positions in the audio sent on one vendor connection to call time.
 *
 * <p>Vendors count the samples they received; a hole in the telephone's media makes their times too
 * small. So each discontinuity is kept as one entry, and nothing has to be padded. Owned by one
 * leg's loop. Memory grows by 16 bytes per discontinuity.
 */
public final class CallTimeMap {
    /** Jitter of media timestamps below this is not a discontinuity. Twilio's steps are 20 ms, give or take. */
    public static final long TOLERANCE_MS = 20;

    private final int samplesPerMs;
    private long[] samplesAt = new long[4];
    private long[] callTimeAt = new long[4];
    private int entries;
    private long samples;

    public CallTimeMap(int sampleRateHz) {
        this.samplesPerMs = sampleRateHz / 1_000;
    }

    /** Notes that {@code count} samples, the first of them spoken at {@code callTimeMs}, follow those before. */
    public void sent(long count, long callTimeMs) {
        if (entries == 0 || Math.abs(callTimeMs - callTimeOfSample(samples)) >= TOLERANCE_MS) {
            note(callTimeMs);
        }
        samples += count;
    }

    /** Call time of a position given in seconds of audio since the connection's first sample. */
    public long callTimeMs(double seconds) {
        return callTimeOfSample(sampleAt(seconds));
    }

    /**
     * Call time at which the audio before a position ended. Differs from {@link #callTimeMs} only
     * where a hole begins there: the end of a word stays in front of the hole.
     */
    public long endCallTimeMs(double seconds) {
        long sample = sampleAt(seconds);
        int i = entries - 1;
        while (i > 0 && samplesAt[i] >= sample) {
            i--;
        }
        return callTimeFrom(i, sample);
    }

    /** Call time of the end of what was sent so far; 0 if nothing was. */
    public long endMs() {
        return callTimeFrom(entries - 1, samples);
    }

    /** True until the first sample is sent. */
    public boolean isEmpty() {
        return entries == 0;
    }

    /** Audio sent so far, in milliseconds of samples. */
    public long sentMs() {
        return samples / samplesPerMs;
    }

    private long callTimeOfSample(long sample) {
        int i = entries - 1;
        while (i > 0 && samplesAt[i] > sample) {
            i--; // vendors speak of the recent past: the last entries are nearly always the right ones
        }
        return callTimeFrom(i, sample);
    }

    private long callTimeFrom(int entry, long sample) {
        return entry < 0 ? 0 : callTimeAt[entry] + Math.floorDiv(sample - samplesAt[entry], samplesPerMs);
    }

    private long sampleAt(double seconds) {
        return Math.round(seconds * 1_000 * samplesPerMs);
    }

    private void note(long callTimeMs) {
        if (entries > 0 && samplesAt[entries - 1] == samples) {
            entries--;
        }
        if (entries == samplesAt.length) {
            samplesAt = Arrays.copyOf(samplesAt, entries * 2);
            callTimeAt = Arrays.copyOf(callTimeAt, entries * 2);
        }
        samplesAt[entries] = samples;
        callTimeAt[entries++] = callTimeMs;
    }
}
