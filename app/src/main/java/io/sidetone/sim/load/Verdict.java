package io.sidetone.sim.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the bridge bore the load, and why not.
 *
 * @param reasons all of them, the gravest first; empty if it did
 */
public record Verdict(Outcome outcome, List<String> reasons) {
    /** The longest message that the vendor advises; longer ones are no excuse for latency. */
    static final double LONGEST_MESSAGE_MS = 250;

    /** The gravest that is true. */
    public enum Outcome {
        /** Every byte came, in time. */
        SUSTAINED,
        /** A call, audio or a final was lost, or came twice, late in its order, mixed up or changed. */
        INEXACT,
        /** The tool could not keep its own times, or did not measure: no word on the bridge's latency. */
        UNJUDGED,
        /** All came, too late. */
        LATE
    }

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    static Verdict on(LoadReport report) {
        List<String> inexact = inexact(report);
        List<String> unjudged = unjudged(report);
        List<String> late = late(report);
        List<String> all = new ArrayList<>(inexact);
        all.addAll(unjudged);
        all.addAll(late);
        Outcome outcome = !inexact.isEmpty()
                ? Outcome.INEXACT
                : !unjudged.isEmpty() ? Outcome.UNJUDGED : late.isEmpty() ? Outcome.SUSTAINED : Outcome.LATE;
        return new Verdict(outcome, all);
    }

    private static List<String> inexact(LoadReport report) {
        List<String> reasons = new ArrayList<>();
        int failed = report.plan().calls() - report.calls().ended();
        if (failed > 0) {
            reasons.add(failed + " of " + report.plan().calls() + " calls did not open, or not end, as they should");
        }
        if (!report.audio().exact() || !report.upstream().clean()) {
            reasons.add("the vendor's audio is not what was sent");
        }
        if (report.webhookRequests() > 0 && !report.finals().exact()) {
            reasons.add("the webhook's finals are not what the vendor sent");
        }
        return reasons;
    }

    private static List<String> unjudged(LoadReport report) {
        double lag = report.latencies().lag().p99();
        double most = report.plan().limits().lagMs();
        if (report.latencies().audio().count() == 0) {
            return List.of("no audio came to the vendor while it was measured");
        }
        return lag <= most
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "this tool itself was %.1f ms late (p99, --max-lag-ms is %.1f), so what is wrong may be the"
                                + " machine's fault: try fewer calls, or one that does less beside",
                        lag,
                        most));
    }

    private static List<String> late(LoadReport report) {
        double p99 = report.latencies().audio().p99();
        double most = report.plan().limits().latencyMs() + Math.min(report.messageMs(), LONGEST_MESSAGE_MS);
        return p99 < most
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "the audio's p99 is %.1f ms (expected: below %.1f, --max-latency-ms and an upstream message)",
                        p99,
                        most));
    }
}
