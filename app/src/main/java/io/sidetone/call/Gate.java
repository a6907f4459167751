package io.sidetone.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a track back until the dialled side answers, so that ringback, hold music and announcements
 * are not transcribed as the person who is dialled.
 *
 * <p>Callbacks may come before the stream, late, twice or never: an answer opens the gate from one
 * second before it; a dial that nobody reports within {@value #PATIENCE_MS} ms opens it too.
 */
final class Gate {
    /** Audio kept while the gate is shut, so that the words around the answer are not lost. */
    static final long KEPT_MS = 10_000;

    private static final long KEPT_BYTES = KEPT_MS * 8;
    /** Callbacks travel; the first words may be older than the news that somebody answered. */
    static final long BEFORE_ANSWER_MS = 1_000;

    static final long PATIENCE_MS = 5_000;

    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private final long shutAtMs;
    private long keptBytes;
    private long openUntilMs = Long.MIN_VALUE; // call time; MAX_VALUE while nobody has hung up
    private boolean reported;

    private record Kept(long callTimeMs, ByteBuf audio) {}

    Gate(long nowMs) {
        this.shutAtMs = nowMs;
    }

    boolean isOpen() {
        return openUntilMs == Long.MAX_VALUE;
    }

    /** Whether audio of this call time passes: what was spoken before the gate shut does, however late it comes. */
    boolean isOpenAt(long callTimeMs) {
        return callTimeMs < openUntilMs;
    }

    /**
     * Keeps a frame while the gate is shut; forgets what is older than {@link #KEPT_MS}, by its time or by the
     * audio behind it: timestamps that stand still must not fill the memory.
     */
    void keep(ByteBuf slice, long callTimeMs) {
        kept.addLast(new Kept(callTimeMs, Unpooled.copiedBuffer(slice)));
        keptBytes += slice.readableBytes();
        while (keptBytes > KEPT_BYTES || isTooOld(kept.peekFirst(), callTimeMs)) {
            keptBytes -= kept.removeFirst().audio().readableBytes();
        }
    }

    private static boolean isTooOld(@Nullable Kept frame, long nowMs) {
        return frame != null && frame.callTimeMs() < nowMs - KEPT_MS;
    }

    /** A callback told us that the dialling goes on. */
    void initiated() {
        reported = true;
    }

    /** True once, if nobody has reported anything about the dialled side for too long. */
    boolean givesUp(long nowMs) {
        return !isOpen() && !reported && nowMs - shutAtMs >= PATIENCE_MS;
    }

    /** Opens the gate and hands over what was kept from {@code fromMs} call time on; null: all of it. */
    void open(@Nullable Long fromMs, ObjLongConsumer<ByteBuf> audio) {
        openUntilMs = Long.MAX_VALUE;
        reported = true;
        for (Kept frame : kept) {
            if (fromMs == null || frame.callTimeMs() >= fromMs) {
                audio.accept(frame.audio(), frame.callTimeMs());
            }
        }
        kept.clear();
        keptBytes = 0;
    }

    /** The dialled side is gone since {@code atMs} call time; the next one will be reported like this one was. */
    void shutAgain(long atMs) {
        openUntilMs = atMs;
    }
}
