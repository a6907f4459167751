package io.sidetone.sim.deepgram;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Sound that is in no recording. It is said plainly, as a word of its own such as
 * {@code [unknown audio 4.2 s]}, at the latest every five seconds; quiet sound and short clicks
 * are passed over.
 */
final class UnknownSound {
    private static final double LONGEST_SECONDS = 5;
    private static final double SHORTEST_LOUD_SECONDS = 0.2;
    private static final double PAUSE_SECONDS = 0.25;

    private final int samplesPerSecond;
    private final Consumer<HeardWord> listener;
    private long start = -1; // -1: no stretch is open
    private long end;
    private long loud; // samples of the stretch in loud steps
    private long lastLoud;

    UnknownSound(int samplesPerSecond, Consumer<HeardWord> listener) {
        this.samplesPerSecond = samplesPerSecond;
        this.listener = listener;
    }

    void hear(long from, long to, int peak) {
        if (Loudness.isLoud(peak)) {
            if (!open()) {
                start = from;
                loud = 0;
            }
            loud += to - from;
            end = to;
            lastLoud = to;
        }
        if (open()
                && (to - start >= LONGEST_SECONDS * samplesPerSecond || to - end >= PAUSE_SECONDS * samplesPerSecond)) {
            end();
        }
    }

    /** Tells the open stretch, if it is worth it. */
    void end() {
        if (open() && loud >= SHORTEST_LOUD_SECONDS * samplesPerSecond) {
            double seconds = (end - start) / (double) samplesPerSecond;
            String text = String.format(Locale.ROOT, "[unknown audio %.1f s]", seconds);
            listener.accept(new HeardWord(text, text, "und", start, end));
        }
        start = -1;
    }

    boolean open() {
        return start >= 0;
    }

    long start() {
        return start;
    }

    long lastLoud() {
        return lastLoud;
    }
}
