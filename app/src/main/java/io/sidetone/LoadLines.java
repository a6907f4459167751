package io.sidetone;

import io.sidetone.sim.load.AudioCounts;
import io.sidetone.sim.load.CallsMade;
import io.sidetone.sim.load.FinalCounts;
import io.sidetone.sim.load.Latency;
import io.sidetone.sim.load.LoadProgress;
import io.sidetone.sim.load.LoadReport;
import io.sidetone.sim.load.ServerCost;
import io.sidetone.sim.load.Upstream;
import io.sidetone.sim.load.Verdict;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A load as people read it: a line a second while it runs, a table at the end. One thread. */
final class LoadLines {
    private static final double KIB_PER_MIB = 1024;

    private final PrintWriter out;
    private final PrintWriter err;

    /** @param err takes the progress, so that the table can be kept alone */
    LoadLines(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    void progress(LoadProgress now) {
        err.printf(
                Locale.ROOT,
                "%5.0f s  %-10s %6d calls  %8.0f frames/s  %6d lost  lag p99 %6.1f ms%n",
                now.seconds(),
                now.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                now.open(),
                now.framesPerSecond(),
                now.lost(),
                now.lagMs());
        err.flush();
    }

    void report(LoadReport report) {
        calls(report);
        audio(report.audio());
        upstream(report.upstream(), report.messageMs());
        finals(report);
        latencies(report.latencies());
        cost(report);
        verdict(report.verdict());
        out.flush();
    }

    private void calls(LoadReport report) {
        CallsMade calls = report.calls();
        line(
                "calls",
                "%d opened, %d ended well, %d failed; %.1f s measured at %.0f frames/s",
                calls.opened(),
                calls.ended(),
                calls.failed(),
                report.windowSeconds(),
                report.framesPerSecond());
        calls.failures().forEach((why, count) -> line("", "%d: the bridge %s", count, why));
    }

    private void audio(AudioCounts audio) {
        line(
                "audio",
                "%d chunks sent, %d received: %d lost, %d twice, %d out of order, %d mixed up, %d wrong bytes, %d silent"
                        + " legs: %s",
                audio.sent(),
                audio.received(),
                audio.lost(),
                audio.duplicate(),
                audio.outOfOrder(),
                audio.mixed(),
                audio.wrongBytes(),
                audio.silentLegs(),
                audio.exact() ? "EXACT" : "NOT EXACT");
    }

    private void upstream(Upstream upstream, double messageMs) {
        line(
                "vendor",
                "%d connections (%d open, %d broken off, %d refused), %.1f ms of audio per message",
                upstream.connections(),
                upstream.open(),
                upstream.broken(),
                upstream.refused(),
                messageMs);
        if (upstream.refusal() != null) {
            line("", "refused: %s", upstream.refusal());
        }
        if (upstream.unidentifiedBytes() > 0 || upstream.bytesAfterClose() > 0) {
            line(
                    "",
                    "%d bytes that belong to no call, %d after CloseStream",
                    upstream.unidentifiedBytes(),
                    upstream.bytesAfterClose());
        }
    }

    private void finals(LoadReport report) {
        FinalCounts finals = report.finals();
        if (report.webhookRequests() == 0) {
            line("finals", "%d sent; no webhook came, so they are not judged", finals.sent());
            return;
        }
        line(
                "finals",
                "%d sent, %d delivered: %d missing, %d twice, %d out of order; %d requests",
                finals.sent(),
                finals.delivered(),
                finals.missing(),
                finals.duplicate(),
                finals.outOfOrder(),
                report.webhookRequests());
    }

    private void latencies(LoadReport.Latencies latencies) {
        out.println();
        out.printf("%-18s %10s %9s %9s %9s %9s %9s%n", "milliseconds", "count", "p50", "p90", "p99", "p99.9", "max");
        latency("audio", latencies.audio());
        latency("newest", latencies.newest());
        latency("final to webhook", latencies.finals());
        latency("the tool's own lag", latencies.lag());
        out.println();
    }

    private void latency(String name, Latency latency) {
        out.printf(
                Locale.ROOT,
                "%-18s %10d %9.2f %9.2f %9.2f %9.2f %9.2f%n",
                name,
                latency.count(),
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.p999(),
                latency.max());
    }

    private void cost(LoadReport report) {
        ServerCost cost = report.cost();
        String missing = report.plan().pid() == null ? "give the server's --pid" : "the system does not say it";
        if (cost.cores() == null) {
            line("server", "processor time is not measured: %s", missing);
        } else {
            line("server", "%.3f processors%s", cost.cores(), perFrame(cost.microsPerFrame()));
        }
        Double perCall = cost.kibPerCall(report.calls().opened());
        if (cost.idleKib() == null || cost.busyKib() == null || perCall == null) {
            line("", "memory is not measured: %s", missing);
        } else {
            line(
                    "",
                    "%.1f MiB before the calls, %.1f MiB at the end, %.1f KiB per call",
                    cost.idleKib() / KIB_PER_MIB,
                    cost.busyKib() / KIB_PER_MIB,
                    perCall);
        }
        if (cost.toolCores() != null) {
            line("this tool", "%.3f processors", cost.toolCores());
        }
    }

    private static String perFrame(@Nullable Double micros) {
        return micros == null ? "" : String.format(Locale.ROOT, ", %.2f us per frame", micros);
    }

    private void verdict(Verdict verdict) {
        String text =
                switch (verdict.outcome()) {
                    case SUSTAINED -> "SUSTAINED: every byte exact, in time";
                    case INEXACT -> "NOT SUSTAINED";
                    case LATE -> "NOT SUSTAINED: exact, but too late";
                    case UNJUDGED -> "NOT JUDGED: exact, but no word on latency";
                };
        line("verdict", "%s", text);
        verdict.reasons().forEach(reason -> line("", "%s", reason));
    }

    private void line(String name, String format, Object... values) {
        out.printf("%-10s %s%n", name, String.format(Locale.ROOT, format, values));
    }
}
