package io.sidetone.speech.lasting;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the audio that all legs together keep in memory. Any thread. */
public final class AudioBudget {
    private final long mostBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    public AudioBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes {@code bytes} if there is room for them; they are given back with {@link #release}. */
    boolean reserve(long bytes) {
        if (usedBytes.addAndGet(bytes) <= mostBytes) {
            return true;
        }
        release(bytes);
        return false;
    }

    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    /** Whether so much is used that it is time to move what can wait to disk. */
    boolean isTight() {
        return usedBytes.get() > mostBytes / 4 * 3;
    }
}
