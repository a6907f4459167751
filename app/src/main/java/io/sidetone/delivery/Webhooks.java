package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the log's events to every target: at least once, per target and call strictly in order of
 * {@code seq}, with one request in flight; no call and no target waits for another.
 *
 * <p>{@link #start}, {@link #drain} and {@link #close} are called by one thread, in this order; everything else is
 * safe on any thread.
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final String GROUP = "webhooks";

    private final Engine engine;
    private final Surroundings surroundings;
    private final Set<Dispatcher> open = ConcurrentHashMap.newKeySet();
    private final List<Consumer<TargetStatus>> listeners = new CopyOnWriteArrayList<>();
    private final List<Way> ways;
    private @Nullable AutoCloseable membership;

    /** One target's parts. */
    private record Way(Target target, Sender sender, Outlet outlet, Repeats repeats) {}

    /** @throws IllegalArgumentException if two targets have the same name */
    public Webhooks(Engine engine, List<Target> targets, Surroundings surroundings) {
        this.engine = engine;
        this.surroundings = surroundings;
        Map<String, Long> names = targets.stream().collect(Collectors.groupingBy(Target::name, Collectors.counting()));
        names.forEach((name, count) -> {
            if (count > 1) {
                throw new IllegalArgumentException(
                        count + " webhooks are named " + name + "; expected one, as its progress is kept by name");
            }
        });
        this.ways = targets.stream().map(this::way).toList();
    }

    private Way way(Target target) {
        Sender sender = new Sender(target, surroundings);
        Reports reports = new Reports(target, engine.archive(), engine.live(), surroundings.meters());
        Outlet outlet = Outlet.of(target, sender, reports, surroundings, this::changed);
        reports.gauge(outlet.health()::status);
        Repeats repeats = new Repeats(
                outlet,
                engine.archive(),
                this::dispatcherOf,
                surroundings.limits().repeats());
        return new Way(target, sender, outlet, repeats);
    }

    private Optional<Dispatcher> dispatcherOf(String callId) {
        return open.stream()
                .filter(dispatcher -> dispatcher.shard().holds(callId))
                .findFirst();
    }

    /** Begins to consume the log. */
    public void start() {
        List<Outlet> outlets = ways.stream().map(Way::outlet).toList();
        membership = engine.events().consume(GROUP, shard -> opened(shard, outlets));
    }

    private EventLog.Handler opened(EventLog.Shard shard, List<Outlet> outlets) {
        Dispatcher dispatcher = new Dispatcher(shard, outlets, engine.events()::read, surroundings, open::remove);
        open.add(dispatcher);
        dispatcher.begin();
        repeat();
        return dispatcher;
    }

    /** The names of the targets that an event is delivered to. Any thread. */
    public List<String> takers(CallEvent event) {
        return ways.stream()
                .map(Way::target)
                .filter(target -> target.takes(event))
                .map(Target::name)
                .toList();
    }

    /** How every target is. */
    public List<TargetStatus> health() {
        return ways.stream().map(way -> way.outlet().health().status()).toList();
    }

    /** Tells of every change of a target's state, on the thread that brought it; the listener must be quick. */
    public void onChange(Consumer<TargetStatus> listener) {
        listeners.add(listener);
    }

    private void changed(TargetStatus status) {
        switch (status.state()) {
            case OK -> LOG.info("webhook {} ({}) is well and has everything", status.name(), status.url());
            case CATCHING_UP -> LOG.info("webhook {} ({}) is well again and catches up", status.name(), status.url());
            case SUSPENDED -> LOG.warn("{}: suspended, and tried now and then: {}", status.name(), status.reason());
            case GONE -> LOG.warn("{}: gets nothing until it is resumed: {}", status.name(), status.reason());
        }
        listeners.forEach(listener -> listener.accept(status));
        if (status.state() == TargetStatus.State.OK || status.state() == TargetStatus.State.CATCHING_UP) {
            repeat();
        }
    }

    /**
     * Has a target tried at once that is suspended or gone; what it has missed follows.
     *
     * @return false if there is no such target
     */
    public boolean resume(String target) {
        Optional<Way> known =
                ways.stream().filter(way -> way.target().name().equals(target)).findFirst();
        known.ifPresent(way -> way.outlet().health().resume());
        return known.isPresent();
    }

    /** Looks for deliveries that somebody wants again; to be called after {@code Archive.repeat}. */
    public void repeat() {
        ways.forEach(way -> way.repeats().nudge());
    }

    /**
     * Takes nothing new, sends what waits, tries nothing again that fails, and gives the shards up.
     * Completes when nothing is under way: after {@link Target#timeout()} per waiting event at the
     * worst, so bound it with {@link CompletableFuture#orTimeout} and {@link #close}.
     */
    public CompletionStage<Void> drain() {
        ways.forEach(way -> way.repeats().close());
        CompletableFuture<?>[] drained = open.stream().map(Webhooks::drain).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(drained).thenRun(this::leave);
    }

    private static CompletableFuture<Void> drain(Dispatcher dispatcher) {
        try {
            return CompletableFuture.supplyAsync(
                            dispatcher::drain, dispatcher.shard().thread())
                    .thenCompose(done -> done);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null); // the engine is closed: nothing is under way
        }
    }

    private void leave() {
        AutoCloseable leaving = membership;
        if (leaving == null) {
            return;
        }
        try {
            leaving.close();
        } catch (Exception e) {
            LOG.error("webhooks could not give up their shards", e);
        }
    }

    /** Gives the shards up and ends what is in flight; what was not settled is sent again by who comes next. */
    @Override
    public void close() {
        ways.forEach(way -> way.repeats().close());
        leave();
        ways.forEach(way -> way.sender().close());
    }
}
