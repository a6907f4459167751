package io.sidetone.dashboard;

/** When a connection was last heard and spoken to, by the writer's ticker. Writer thread only. */
final class KeepAlive {
    private long sentNanos;
    private long pingNanos;
    private boolean pongMissing;
    private long acceptedNanos;
    private long backlogBytes;

    KeepAlive(long nowNanos) {
        sentNanos = nowNanos;
        pingNanos = nowNanos;
        acceptedNanos = nowNanos;
    }

    void sent(long nowNanos) {
        sentNanos = nowNanos;
    }

    void pong() {
        pongMissing = false;
    }

    boolean heartbeatDue(long nowNanos) {
        return nowNanos - sentNanos >= FeedLimits.HEARTBEAT.toNanos();
    }

    /** True if it is time for a ping, which is then taken as sent. */
    boolean pingDue(long nowNanos) {
        if (pongMissing || nowNanos - pingNanos < FeedLimits.PING.toNanos()) {
            return false;
        }
        pingNanos = nowNanos;
        pongMissing = true;
        return true;
    }

    boolean pongOverdue(long nowNanos) {
        return pongMissing && nowNanos - pingNanos >= FeedLimits.PONG.toNanos();
    }

    /**
     * True if the socket took nothing for too long.
     *
     * @param backlog bytes that must go before the connection is writable again, 0 if it is
     */
    boolean stuck(long backlog, long nowNanos) {
        if (backlog == 0 || backlog < backlogBytes) {
            acceptedNanos = nowNanos;
        }
        backlogBytes = backlog;
        return nowNanos - acceptedNanos >= FeedLimits.STUCK.toNanos();
    }
}
