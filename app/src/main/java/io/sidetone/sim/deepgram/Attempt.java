package io.sidetone.sim.deepgram;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One handshake for a stream, whatever became of it.
 *
 * @param at when it came, by the emulator's clock
 * @param nanos when it came, by the event loop's ticker: for differences only
 * @param requestId as told to the client, if it was told anything
 * @param parameters what the query held
 * @param status 101: it became a stream; 0: not answered; else what it was refused with
 */
public record Attempt(Instant at, long nanos, String requestId, Parameters parameters, int status) {

    /** The most handshakes that came within any stretch of this length: what a limit per second is held against. */
    public static int mostWithin(List<Attempt> attempts, Duration length) {
        long[] times = attempts.stream().mapToLong(Attempt::nanos).sorted().toArray();
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.length; last++) {
            while (times[last] - times[first] >= length.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
