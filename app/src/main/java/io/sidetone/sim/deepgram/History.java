package io.sidetone.sim.deepgram;

/** The newest second of a stream, by stream position. Older samples are gone. */
final class History {
    private static final int CAPACITY = 8192;

    private final short[] samples = new short[CAPACITY];
    private long end;

    void add(short sample) {
        samples[(int) end & (CAPACITY - 1)] = sample;
        end++;
    }

    /** Position after the newest sample. */
    long end() {
        return end;
    }

    long oldest() {
        return Math.max(0, end - CAPACITY);
    }

    short at(long position) {
        return samples[(int) position & (CAPACITY - 1)];
    }
}
