package io.sidetone.tail;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who is told what the feed brings: one thing at a time, on the connection's thread. A listener that is slow
 * holds up nothing but its own connection.
 */
public interface FeedListener {
    /** Everything anew; the first time, or since what was missed could not be replayed. */
    void snapshot(Snapshot snapshot);

    /** Something happened; each numbered event comes once, in order, across all connections. */
    void event(JsonNode event);

    /**
     * The connection is gone, and another will be tried. Guesses that were shown are no longer true.
     *
     * @param why for people
     * @param retryInMs when the next is tried
     */
    void lost(String why, long retryInMs);

    /** A new connection goes on where the last one broke off; what was missed follows. */
    void resumed(long missedEvents);

    /** The server says something about this connection. */
    void notice(String text);
}
