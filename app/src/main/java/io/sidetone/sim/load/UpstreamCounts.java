package io.sidetone.sim.load;

import org.jspecify.annotations.Nullable;

/** What the vendor's connections did, all of them together. On the sinks' loop. */
final class UpstreamCounts {
    private long connections;
    private long open;
    private long refused;
    private @Nullable String refusal;
    private long broken;
    private long messages;
    private long samples;
    private long unidentifiedBytes;
    private long bytesAfterClose;

    void opened() {
        connections++;
        open++;
    }

    /** @param well after {@code CloseStream} */
    void closed(boolean well) {
        open--;
        broken += well ? 0 : 1;
    }

    /** Only the first reason is kept: the others are the same, as a rule. */
    void refused(String why) {
        refused++;
        if (refusal == null) {
            refusal = why;
        }
    }

    void message(int itsSamples) {
        messages++;
        samples += itsSamples;
    }

    /** Audio of a connection on which no header was ever found. */
    void unidentified(long bytes) {
        unidentifiedBytes += bytes;
    }

    void afterClose(int bytes) {
        bytesAfterClose += bytes;
    }

    Upstream counts() {
        return new Upstream(
                connections, open, refused, refusal, broken, messages, samples, unidentifiedBytes, bytesAfterClose);
    }
}
