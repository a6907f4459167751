package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallFilter;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The {@code system} topic: stats every two seconds, health when it changes and every 15 s. Who may see some calls
 * only gets health, and the numbers of those calls. Writer thread only, but for {@link #latest()}.
 */
final class SystemDesk {
    /** What the slots of this topic are about instead of a call. */
    static final CallFacts SYSTEM = new CallFacts("", "", "", "", "", Map.of());

    private static final int STATS_EVERY_TICKS = 2;
    private static final int HEALTH_EVERY_TICKS = 15;

    private final SystemView view;
    private final Board board;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final IntSupplier dashboards;
    private final Slot health = new Slot(SYSTEM);
    private final Map<CallFilter, Slot> stats = new HashMap<>(); // by scope; only of those who look
    private List<SystemHealth.Check> lastChecks = List.of();
    private long ticks;
    private long interims;
    private long countedNanos;
    private volatile ObjectNode latest;

    SystemDesk(SystemView view, Board board, InstantSource clock, LongSupplier nanos, IntSupplier dashboards) {
        this.view = view;
        this.board = board;
        this.clock = clock;
        this.nanos = nanos;
        this.dashboards = dashboards;
        this.countedNanos = nanos.getAsLong();
        this.latest =
                Json.object().put("at", clock.millis()).put("liveCalls", 0).put("liveLegs", 0);
    }

    /** A guess has come. */
    void guessed() {
        interims++;
    }

    /** The newest stats of all calls. Any thread; not to be written to. */
    ObjectNode latest() {
        return latest;
    }

    /** Once a second. */
    void tick(Iterable<Viewer> viewers) {
        ticks++;
        if (ticks % STATS_EVERY_TICKS == 0) {
            measure();
            stats.values().forEach(Slot::withdraw);
            for (Viewer viewer : viewers) {
                tell(viewer, false);
            }
            stats.values().removeIf(slot -> slot.json() == null);
        }
        SystemHealth now = view.health();
        if (!now.checks().equals(lastChecks) || ticks % HEALTH_EVERY_TICKS == 0) {
            lastChecks = now.checks();
            health.set(Json.bytes(event("system.health", now.json(clock.millis()))));
            for (Viewer viewer : viewers) {
                if (wants(viewer)) {
                    viewer.unsent().add(health);
                }
            }
        }
    }

    /** The viewer is to have what is true now, if it wants this topic. */
    void tell(Viewer viewer, boolean healthToo) {
        if (!wants(viewer)) {
            return;
        }
        if (healthToo && health.json() != null) {
            viewer.unsent().add(health);
        }
        CallFilter scope = viewer.identity().scope();
        Slot slot = stats.computeIfAbsent(scope, missing -> new Slot(SYSTEM));
        if (slot.json() == null) {
            slot.set(Json.bytes(event("system.stats", statsFor(scope))));
        }
        viewer.unsent().add(slot);
    }

    private static boolean wants(Viewer viewer) {
        return viewer.watchesServer() && !viewer.pace.suspended();
    }

    /** What a snapshot of the topic has. */
    ObjectNode snapshot(CallFilter scope) {
        ObjectNode members = Json.object();
        members.set("health", view.health().json(clock.millis()));
        members.set("stats", statsFor(scope));
        return members;
    }

    private void measure() {
        long now = nanos.getAsLong();
        double seconds = Math.max(1, now - countedNanos) / 1e9;
        double interimsPerSecond = interims / seconds;
        interims = 0;
        countedNanos = now;
        ObjectNode all = Json.object().put("at", clock.millis());
        view.stats().into(all);
        latest = all.put("liveLegs", liveLegs(CallFilter.ALL))
                .put("dashboards", dashboards.getAsInt())
                .put("interimsPerSecond", SystemStats.rounded(interimsPerSecond));
    }

    private ObjectNode statsFor(CallFilter scope) {
        if (scope.isAll()) {
            return latest.deepCopy();
        }
        return Json.object()
                .put("at", clock.millis())
                .put("liveCalls", liveCalls(scope))
                .put("liveLegs", liveLegs(scope));
    }

    private long liveCalls(CallFilter scope) {
        return board.calls().stream()
                .filter(call -> !call.hasEnded() && scope.matches(call.facts()))
                .count();
    }

    private long liveLegs(CallFilter scope) {
        return board.calls().stream()
                .filter(call -> !call.hasEnded() && scope.matches(call.facts()))
                .flatMap(call -> call.legs().stream())
                .filter(leg -> !leg.hasEnded())
                .count();
    }

    private static ObjectNode event(String type, ObjectNode fields) {
        ObjectNode event = Json.of(type);
        event.setAll(fields);
        return event;
    }
}
