package io.sidetone.sim.load;

import io.netty.handler.ssl.SslContext;
import io.sidetone.sim.load.LoadProgress.Phase;
import io.sidetone.sim.twilio.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run: the calls, the vendor and the webhook, and what is measured between them. Its ports are open from the
 * beginning, so that a server may be started in between.
 *
 * <p>{@link #run} waits in the thread that calls it; {@link #stop} may be called from any other.
 */
public final class LoadRun implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SAMPLES_PER_MS = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadPlan plan;
    private final LongSupplier nanos;
    private final Meters meters = new Meters();
    private final List<Leg> legs;
    private final Sinks sinks;
    private final Callers callers;
    private final @Nullable ServerProcess server; // null: none was named
    private final Listening listening;
    private volatile boolean stopped;
    private long beganAt;
    private long reportedAt;
    private long reportedFrames;

    /**
     * Where the sinks listen.
     *
     * @param host an address of this machine
     * @param vendorPort 0 takes any
     * @param webhookPort 0 takes any
     * @param vendorTls with which the vendor's port speaks TLS; null: it does not
     */
    public record Listening(
            String host,
            int vendorPort,
            int webhookPort,
            @Nullable SslContext vendorTls) {}

    /**
     * Opens the ports.
     *
     * @param run a number of 0 or more that differs from run to run
     * @throws IOException if a port cannot be had
     * @throws IllegalArgumentException if there is no process of the plan's pid
     */
    public static LoadRun open(LoadPlan plan, Listening listening, Trust trust, int run, LongSupplier nanos)
            throws IOException {
        Long pid = plan.pid();
        ServerProcess server = pid == null ? null : ServerProcess.of(pid);
        return new LoadRun(plan, listening, trust, run, nanos, server);
    }

    private LoadRun(
            LoadPlan plan,
            Listening listening,
            Trust trust,
            int run,
            LongSupplier nanos,
            @Nullable ServerProcess server)
            throws IOException {
        this.plan = plan;
        this.nanos = nanos;
        this.server = server;
        this.listening = listening;
        long frameNanos = TimeUnit.MILLISECONDS.toNanos(plan.media().frameMs());
        Chunks chunks = new Chunks(plan.media().frameMs());
        this.legs = IntStream.range(0, plan.calls() * Leg.TRACKS)
                .mapToObj(number -> new Leg(number, frameNanos))
                .toList();
        VendorWork work = new VendorWork(
                chunks,
                legs,
                new FinalIds(run),
                new UpstreamCounts(),
                meters,
                nanos,
                (long) plan.media().interimMs() * SAMPLES_PER_MS,
                (long) plan.media().finalMs() * SAMPLES_PER_MS);
        this.sinks = Sinks.open(work, listening);
        this.callers = new Callers(plan, run, chunks, legs, meters.lag(), trust, nanos);
    }

    /** What the server's {@code deepgram.url} must be. */
    public URI vendorUrl() {
        return URI.create((listening.vendorTls() == null ? "ws://" : "wss://") + named() + ":" + sinks.vendorPort());
    }

    /** What the server's {@code webhook.url} must be. */
    public URI webhookUrl() {
        return URI.create("http://" + named() + ":" + sinks.webhookPort() + "/");
    }

    private String named() {
        String host = listening.host();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /**
     * Places the calls, measures, hangs up. Once.
     *
     * @param watcher is told about once a second, on this thread
     * @throws NothingListens if the bridge cannot be reached at all
     */
    public LoadReport run(Consumer<LoadProgress> watcher) throws IOException, InterruptedException {
        knock();
        beganAt = nanos.getAsLong();
        reportedAt = beganAt;
        ServerCost.Sample idle = sample();
        callers.begin();
        pass(Phase.OPENING, openingTime(), this::allTried, watcher);
        pass(Phase.WARMING, plan.timing().warm(), this::nobodyIsThere, watcher);
        Window window = measure(idle, watcher);
        callers.stop();
        pass(Phase.HANGING_UP, plan.timing().drain(), this::nothingIsUnderWay, watcher);
        return window.report(plan, callers.made(), sinks.arrivals(), LoadReport.Latencies.of(meters));
    }

    /** Ends the window early; what is under way is still waited for. */
    public void stop() {
        stopped = true;
    }

    private Window measure(ServerCost.Sample idle, Consumer<LoadProgress> watcher) throws InterruptedException {
        meters.turn(false);
        ServerCost.Sample before = sample();
        Upstream upstreamBefore = sinks.arrivals().upstream();
        long framesBefore = callers.frames();
        long from = nanos.getAsLong();
        pass(Phase.STEADY, plan.timing().steady(), this::nobodyIsThere, watcher);
        meters.turn(true);
        long length = nanos.getAsLong() - from;
        long frames = callers.frames() - framesBefore;
        double messageMs = sinks.arrivals().upstream().messageMsSince(upstreamBefore);
        return new Window(length, frames, messageMs, ServerCost.between(idle, before, sample(), length, frames));
    }

    /** What was taken down while it was open. */
    private record Window(long lengthNanos, long frames, double messageMs, ServerCost cost) {
        LoadReport report(LoadPlan plan, CallsMade calls, Arrivals arrivals, LoadReport.Latencies latencies) {
            double seconds = lengthNanos / NANOS_PER_SECOND;
            return new LoadReport(
                    plan,
                    seconds,
                    frames / seconds,
                    calls,
                    arrivals.audio(),
                    arrivals.finals(),
                    arrivals.upstream(),
                    messageMs,
                    arrivals.requests(),
                    latencies,
                    cost);
        }
    }

    /** Waits for a time, or until {@code over}; tells the watcher meanwhile. */
    private void pass(Phase phase, Duration atMost, BooleanSupplier over, Consumer<LoadProgress> watcher)
            throws InterruptedException {
        long until = nanos.getAsLong() + atMost.toNanos();
        while (!over.getAsBoolean() && !(stopped && phase != Phase.HANGING_UP)) {
            long now = nanos.getAsLong();
            if (now - until >= 0) {
                return;
            }
            if (now - reportedAt >= REPORT_NANOS) {
                watcher.accept(progress(phase, now));
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(POLL_NANOS, until - now));
        }
    }

    private LoadProgress progress(Phase phase, long now) {
        Latency lag = meters.turn(phase == Phase.STEADY);
        long frames = callers.frames();
        double perSecond = (frames - reportedFrames) / ((now - reportedAt) / NANOS_PER_SECOND);
        reportedAt = now;
        reportedFrames = frames;
        return new LoadProgress(
                phase,
                (now - beganAt) / NANOS_PER_SECOND,
                callers.openCalls(),
                perSecond,
                sinks.arrivals().missing(),
                lag.p99());
    }

    private boolean allTried() {
        CallsMade made = callers.made();
        return made.opened() + made.failed() >= plan.calls();
    }

    private boolean nobodyIsThere() {
        return callers.openCalls() == 0;
    }

    private boolean nothingIsUnderWay() {
        if (callers.openCalls() > 0) {
            return false;
        }
        Arrivals arrivals = sinks.arrivals();
        boolean finalsAreThere = arrivals.requests() == 0 || arrivals.finals().missing() == 0;
        return arrivals.upstream().open() == 0 && finalsAreThere;
    }

    /** Until the last call has been tried for as long as one may take. */
    private Duration openingTime() {
        double seconds = plan.calls() / plan.timing().callsPerSecond();
        return Duration.ofMillis((long) (seconds * 1_000) + 2L * plan.limits().answerMs());
    }

    private void knock() throws NothingListens {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(plan.url().getHost(), CallSockets.port(plan.url())),
                    plan.limits().answerMs());
        } catch (IOException e) {
            throw new NothingListens(plan.url(), e);
        }
    }

    private ServerCost.Sample sample() {
        ServerProcess.Usage usage = server == null ? ServerProcess.Usage.UNKNOWN : server.usage();
        return new ServerCost.Sample(usage, ServerProcess.own().usage());
    }

    @Override
    public void close() {
        callers.close();
        sinks.close();
    }
}
