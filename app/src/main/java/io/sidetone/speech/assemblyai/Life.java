package io.sidetone.speech.assemblyai;

import io.sidetone.speech.wire.VendorSocket;
import java.time.Duration;

/**
 * Whether the other side is still there: asked by pings, several within the limit, and answered by anything that
 * comes. A socket that takes nothing fails too, since its pings do not get through.
 */
final class Life {
    private static final int PINGS_PER_LIMIT = 4;

    private final VendorSocket connection;
    private final long limitMs;
    private long pingedAtMs;

    Life(VendorSocket connection, Duration limit) {
        this.connection = connection;
        this.limitMs = limit.toMillis();
    }

    void begun(long nowMs) {
        pingedAtMs = nowMs;
    }

    /** Asks if it is time to; whether there was no answer for too long. */
    boolean isOver(long nowMs) {
        if (nowMs - pingedAtMs >= limitMs / PINGS_PER_LIMIT) {
            pingedAtMs = nowMs;
            connection.ping();
            connection.flush();
        }
        return nowMs - connection.heardAtMs() >= limitMs;
    }
}
