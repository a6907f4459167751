package io.sidetone.dashboard;

import java.time.Duration;

/**
 * The bounds of the feed; what happens beyond each stands with the class that keeps it.
 *
 * @param ringEvents events a viewer may lag behind
 * @param ringBytes their bytes
 * @param ringAge how long they are kept
 * @param inletItems news that wait for the writer
 * @param frameBytes one outgoing frame, unless a single item is larger
 * @param tailFinals finals kept per call
 * @param replayEvents events replayed to a viewer that comes back
 * @param replayBytes their bytes
 * @param flush least time between two batches to one viewer
 */
record FeedLimits(
        int ringEvents,
        long ringBytes,
        Duration ringAge,
        int inletItems,
        int frameBytes,
        int tailFinals,
        int replayEvents,
        long replayBytes,
        Duration flush) {
    static final int MAX_FRAME_BYTES_IN = 16_384;
    static final int MAX_TOPICS = 32;
    static final int MAX_FOCUS = 200;
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    static final Duration STALE = Duration.ofSeconds(25);
    static final Duration PING = Duration.ofSeconds(20);
    static final Duration PONG = Duration.ofSeconds(10);
    static final Duration BEHIND = Duration.ofSeconds(2);
    static final Duration LAGGING = Duration.ofSeconds(2);
    static final Duration KEEPS_UP = Duration.ofSeconds(5);
    static final long ACK_WINDOW_BYTES = 1024 * 1024;
    static final Duration ACK_WINDOW = Duration.ofSeconds(15);
    static final Duration ACK_OVERDUE = Duration.ofSeconds(60);
    static final int CONNECTIONS_PER_SECOND = 50;
    static final Duration STUCK = Duration.ofSeconds(30);
    static final Duration ENDED_CALLS_STAY = Duration.ofSeconds(60); // in full
    static final Duration ENDED_CALLS_SHOWN = Duration.ofMinutes(10); // without their transcripts
    static final int FORMER_CALLS = 4_096; // of these
    static final int OUTBOUND_LOW_BYTES = 64 * 1024;
    static final int OUTBOUND_HIGH_BYTES = 256 * 1024;

    static final FeedLimits DEFAULT = new FeedLimits(
            32_768,
            16L * 1024 * 1024,
            Duration.ofMinutes(10),
            65_536,
            256 * 1024,
            200,
            20_000,
            4L * 1024 * 1024,
            Duration.ofMillis(100));
}
