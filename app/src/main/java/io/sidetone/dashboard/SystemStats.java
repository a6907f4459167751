package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is measured about the whole process.
 *
 * @param liveCalls calls on the line
 * @param finalsPerSecond finals that were settled
 * @param sttLatencyMs from what was said to its final, of the last minutes
 * @param deliveryLatencyMs from a final to its receiver's answer, of the slowest webhook in the last minutes
 * @param deliveriesPending being tried again; those that wait behind a webhook that is down are not counted one by one
 * @param deliveriesDead given up, and not repeated yet
 * @param audioLostMs audio that nobody will transcribe, since the process began
 * @param heapUsedBytes of the JVM
 * @param cpuPercent of one processor, so it may be above 100
 */
public record SystemStats(
        int liveCalls,
        double finalsPerSecond,
        Percentiles sttLatencyMs,
        Percentiles deliveryLatencyMs,
        long deliveriesPending,
        long deliveriesDead,
        long audioLostMs,
        long heapUsedBytes,
        double cpuPercent) {

    /** In milliseconds; 0 if nothing was measured. */
    public record Percentiles(double p50, double p95, double p99) {
        private void into(ObjectNode node) {
            node.put("p50", rounded(p50)).put("p95", rounded(p95)).put("p99", rounded(p99));
        }
    }

    void into(ObjectNode node) {
        node.put("liveCalls", liveCalls).put("finalsPerSecond", rounded(finalsPerSecond));
        sttLatencyMs.into(node.putObject("sttLatencyMs"));
        deliveryLatencyMs.into(node.putObject("deliveryLatencyMs"));
        node.put("deliveriesPending", deliveriesPending)
                .put("deliveriesDead", deliveriesDead)
                .put("audioLostMs", audioLostMs)
                .put("heapUsedBytes", heapUsedBytes)
                .put("cpuPercent", rounded(cpuPercent));
    }

    /** To a tenth: nobody reads more. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Math.max(0, Math.round(value * 10) / 10.0) : 0;
    }
}
