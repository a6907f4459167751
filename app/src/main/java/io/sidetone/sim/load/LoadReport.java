package io.sidetone.sim.load;

/**
 * What came out of a run. Counts are of all of it, latencies and cost of the window alone.
 *
 * @param windowSeconds how long was measured; 0 if it never came to that
 * @param framesPerSecond media messages sent in the window
 * @param messageMs audio in one upstream message, on average
 * @param webhookRequests POSTs of whatever kind; 0: the bridge has no webhook
 */
public record LoadReport(
        LoadPlan plan,
        double windowSeconds,
        double framesPerSecond,
        CallsMade calls,
        AudioCounts audio,
        FinalCounts finals,
        Upstream upstream,
        double messageMs,
        long webhookRequests,
        Latencies latencies,
        ServerCost cost) {

    /**
     * All that were measured; see {@link LoadRun}.
     *
     * @param audio each chunk, from its sending to its last byte's arrival at the vendor
     * @param newest only the newest chunk of each upstream message
     * @param finals from the vendor to the webhook
     * @param lag the tool's own
     */
    public record Latencies(Latency audio, Latency newest, Latency finals, Latency lag) {
        static Latencies of(Meters meters) {
            return new Latencies(
                    meters.audio().window(),
                    meters.newest().window(),
                    meters.finals().window(),
                    meters.lag().window());
        }
    }

    /** What that means. */
    public Verdict verdict() {
        return Verdict.on(this);
    }
}
