package io.sidetone.sim.deepgram;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The vendor's patience: the first audio must come within the window, and later there must never be
 * longer than that without audio or a text message. A KeepAlive does not stand for the first audio.
 */
final class DataWindow {
    private final EventLoop loop;
    private final Duration length;
    private final Consumer<String> onQuiet;
    private long deadlineNanos;
    private boolean audioCame;
    private boolean shut;

    DataWindow(EventLoop loop, Duration length, Consumer<String> onQuiet) {
        this.loop = loop;
        this.length = length;
        this.onQuiet = onQuiet;
    }

    void open() {
        extend();
        check();
    }

    void audio() {
        audioCame = true;
        extend();
    }

    void text() {
        if (audioCame) {
            extend();
        }
    }

    void shut() {
        shut = true;
    }

    /** After it was shut: the waiting begins anew. */
    void openAgain() {
        if (shut) {
            shut = false;
            extend();
            check();
        }
    }

    private void extend() {
        deadlineNanos = loop.ticker().nanoTime() + length.toNanos();
    }

    private void check() {
        if (shut) {
            return;
        }
        long left = deadlineNanos - loop.ticker().nanoTime();
        if (left > 0) {
            loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
        } else {
            shut = true;
            onQuiet.accept("%s for %d ms (expected: less than that)"
                    .formatted(audioCame ? "neither audio nor KeepAlive" : "no audio", length.toMillis()));
        }
    }
}
