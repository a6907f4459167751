package io.sidetone.dashboard;

import java.util.ArrayDeque;

/**
 * What a client has been sent and has not said that it has applied. A browser takes frames into memory however busy
 * its page is, so the socket alone does not show who is slow. Clients that never acknowledge are not judged by this.
 * Writer thread only.
 */
final class Acks {
    private record Sent(long through, int bytes, long atNanos) {}

    private final ArrayDeque<Sent> open = new ArrayDeque<>(); // bounded by the window: nothing is sent while it is full
    private boolean used;
    private long openBytes;
    private long heardNanos;

    /** A batch has been sent. */
    void sent(long through, int bytes, long nowNanos) {
        if (used) {
            if (open.isEmpty()) {
                heardNanos = nowNanos; // until now there was nothing to say
            }
            open.addLast(new Sent(through, bytes, nowNanos));
            openBytes += bytes;
        }
    }

    /** The client has applied everything up to this. */
    void applied(long through, long nowNanos) {
        used = true;
        heardNanos = nowNanos;
        while (!open.isEmpty() && open.getFirst().through() <= through) {
            openBytes -= open.removeFirst().bytes();
        }
    }

    /** True if the client is to catch up before it gets more. */
    boolean full(long nowNanos) {
        return !open.isEmpty()
                && (openBytes > FeedLimits.ACK_WINDOW_BYTES
                        || nowNanos - open.getFirst().atNanos() > FeedLimits.ACK_WINDOW.toNanos());
    }

    /** True if the client has said nothing for so long that it will not any more. */
    boolean overdue(long nowNanos) {
        return !open.isEmpty() && nowNanos - heardNanos >= FeedLimits.ACK_OVERDUE.toNanos();
    }
}
