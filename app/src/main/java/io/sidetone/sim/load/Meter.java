package io.sidetone.sim.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** One kind of duration. One thread records, another reads; neither waits for the other. */
final class Meter {
    /** Ten minutes: longer than any run that is worth a histogram. */
    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private static final int DIGITS = 3;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(MOST_MICROS, DIGITS);
    private final Histogram window = new Histogram(MOST_MICROS, DIGITS); // the reader's
    private @Nullable Histogram latest; // the reader's

    void record(long nanos) {
        recorder.recordValue(Math.min(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)), MOST_MICROS));
    }

    /**
     * What was recorded since this was last asked.
     *
     * @param counts whether it belongs to the window
     */
    Latency turn(boolean counts) {
        latest = recorder.getIntervalHistogram(latest);
        if (counts) {
            window.add(latest);
        }
        return Latency.of(latest);
    }

    /** Of the whole window. */
    Latency window() {
        return Latency.of(window);
    }
}
