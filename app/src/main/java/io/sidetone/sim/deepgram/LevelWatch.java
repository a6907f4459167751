package io.sidetone.sim.deepgram;

import java.util.function.LongConsumer;

/** Tells where sound begins: the first loud sample after half a second without any. */
final class LevelWatch {
    private final long quietSamples;
    private final LongConsumer onStart;
    private long position;
    private long lastLoud;
    private boolean armed = true;

    LevelWatch(int samplesPerSecond, LongConsumer onStart) {
        this.quietSamples = samplesPerSecond / 2;
        this.onStart = onStart;
    }

    void hear(short[] samples, int from, int count) {
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
