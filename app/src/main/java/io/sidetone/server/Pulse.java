package io.sidetone.server;

import io.sidetone.dashboard.SystemHealth;
import io.sidetone.dashboard.SystemHealth.Check;
import io.sidetone.dashboard.SystemHealth.Status;
import io.sidetone.dashboard.SystemStats;
import io.sidetone.dashboard.SystemView;
import io.sidetone.delivery.TargetStatus;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Engine;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this process is, put together from what every room measures anyway. */
final class Pulse implements SystemView {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    /** A frame of audio is 20 ms long; five of them are heard by a vendor's endpointing. */
    private static final double LATE_MS = 100;

    private static final int COUNT_EVERY = 5; // askings: counting deliveries is a query

    private final Engine engine;
    private final Measured measured;
    private final FinalDelay finals;
    private final LoopDelay loops;
    private final Supplier<List<TargetStatus>> webhooks;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Check> known = new HashMap<>(); // by name
    private final int mostCalls;
    private volatile boolean draining;
    private volatile long pending;
    private volatile long dead;
    private int asked;
    private long countedFinals;
    private long countedNanos;

    Pulse(
            Engine engine,
            Measured measured,
            FinalDelay finals,
            LoopDelay loops,
            Supplier<List<TargetStatus>> webhooks,
            InstantSource clock,
            LongSupplier nanos,
            int mostCalls) {
        this.engine = engine;
        this.mostCalls = mostCalls;
        this.measured = measured;
        this.finals = finals;
        this.loops = loops;
        this.webhooks = webhooks;
        this.clock = clock;
        this.nanos = nanos;
        this.countedNanos = nanos.getAsLong();
    }

    void draining() {
        draining = true;
    }

    @Override
    public synchronized SystemHealth health() {
        List<Check> checks = new ArrayList<>();
        if (draining) {
            checks.add(check("drain", Status.DEGRADED, "no new calls are taken"));
        }
        checks.add(
                engine.directory().calls().size() < mostCalls
                        ? check("calls", Status.OK, null)
                        : check(
                                "calls",
                                Status.DEGRADED,
                                "as many are on as limits.calls allows: new ones get no stream"));
        Engine.Health storage = engine.health();
        checks.add(
                storage.ok()
                        ? check("storage", Status.OK, null)
                        : check("storage", Status.DOWN, storage.code() + ": " + storage.detail()));
        measured.breakers().forEach((provider, state) -> checks.add(provider(provider, state)));
        webhooks.get().forEach(target -> checks.add(webhook(target)));
        double late = loops.worstMs();
        checks.add(
                late < LATE_MS
                        ? check("event-loop", Status.OK, null)
                        : check("event-loop", Status.DEGRADED, "audio was held up for 100 ms or more"));
        return new SystemHealth(checks);
    }

    private Check provider(String provider, int state) {
        String name = "stt:" + provider;
        return switch (state) {
            case 0 -> check(name, Status.OK, null);
            case 1 -> check(name, Status.DOWN, "cannot be reached; audio is kept, one connection a second is tried");
            default -> check(name, Status.DEGRADED, "is there again; streams come back one after the other");
        };
    }

    private Check webhook(TargetStatus target) {
        String name = "webhook:" + target.name();
        return switch (target.state()) {
            case OK -> check(name, Status.OK, null);
            case CATCHING_UP -> check(name, Status.DEGRADED, "gets what it has missed");
            case SUSPENDED -> check(name, Status.DOWN, target.reason());
            case GONE -> check(name, Status.DOWN, "wants nothing any more (410), until it is resumed");
        };
    }

    /** A state keeps the time when it began, whatever is said about it meanwhile. */
    private Check check(String name, Status status, @Nullable String detail) {
        Check before = known.get(name);
        long since = before != null && before.status() == status ? before.sinceMillis() : clock.millis();
        Check now = new Check(name, status, detail, since);
        known.put(name, now);
        return now;
    }

    @Override
    public synchronized SystemStats stats() {
        if (asked++ % COUNT_EVERY == 0) {
            count(Archive.Status.PENDING, number -> pending = number);
            count(Archive.Status.DEAD, number -> dead = number);
        }
        Runtime jvm = Runtime.getRuntime();
        return new SystemStats(
                engine.directory().calls().size(),
                finalsPerSecond(),
                finals.percentiles(),
                measured.deliveries(),
                pending,
                dead,
                measured.lostMs(),
                jvm.totalMemory() - jvm.freeMemory(),
                cpuPercent());
    }

    private interface Taker {
        void take(long number);
    }

    private void count(Archive.Status status, Taker taker) {
        engine.archive()
                .count(new DeliveryQuery(null, null, status, Cursor.START, 1))
                .whenComplete((number, failure) -> {
                    if (failure == null) {
                        taker.take(number);
                    } else {
                        log.debug("deliveries cannot be counted: {}", failure.toString());
                    }
                });
    }

    private double finalsPerSecond() {
        long now = nanos.getAsLong();
        long all = finals.finals();
        double rate = (all - countedFinals) / (Math.max(1, now - countedNanos) / 1e9);
        countedFinals = all;
        countedNanos = now;
        return rate;
    }

    private static double cpuPercent() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuLoad() * 100 * Runtime.getRuntime().availableProcessors()
                : 0;
    }
}
