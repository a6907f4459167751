package io.sidetone.sim.deepgram;

import java.util.function.LongConsumer;

/** Tells where sound begins: the first loud sample after half a second without any. */
public final class LevelWatch {
    private final long quietSamples;
    private final LongConsumer onStart;
    private long position;
    private long lastLoud;
    private boolean armed = true;

    /** @param onStart told the sample where sound begins */
    public LevelWatch(int samplesPerSecond, LongConsumer onStart) {
        this.quietSamples = samplesPerSecond / 2;
        this.onStart = onStart;
    }

    /** Takes the next samples of the stream. */
    public void hear(short[] samples, int from, int count) {
        for (int i = from; i < from + count; i++, position++) {
            if (Loudness.isLoud(Math.abs(samples[i]))) {
                if (armed || position - lastLoud >= quietSamples) {
                    onStart.accept(position);
                }
                armed = false;
                lastLoud = position;
            }
        }
    }
}
