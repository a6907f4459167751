package io.sidetone.delivery;

import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the log's events to every target: at least once, per target and call strictly in order of
 * {@code seq}, with one request in flight; no call and no target waits for another.
 *
 * <p>{@link #start}, {@link #drain} and {@link #close} are called by one thread, in this order.
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final String GROUP = "webhooks";

    private final Engine engine;
    private final List<Target> targets;
    private final Surroundings surroundings;
    private final Set<Dispatcher> open = ConcurrentHashMap.newKeySet();
    private final List<Sender> senders = new ArrayList<>();
    private @Nullable AutoCloseable membership;

    /** @throws IllegalArgumentException if two targets have the same name */
    public Webhooks(Engine engine, List<Target> targets, Surroundings surroundings) {
        this.engine = engine;
        this.targets = List.copyOf(targets);
        this.surroundings = surroundings;
        Map<String, Long> names = targets.stream().collect(Collectors.groupingBy(Target::name, Collectors.counting()));
        names.forEach((name, count) -> {
            if (count > 1) {
                throw new IllegalArgumentException(
                        count + " webhooks are named " + name + "; expected one, as its progress is kept by name");
            }
        });
    }

    /** Begins to consume the log. */
    public void start() {
        List<Outlet> outlets = targets.stream().map(this::outlet).toList();
        membership = engine.events().consume(GROUP, shard -> opened(shard, outlets));
    }

    private Outlet outlet(Target target) {
        Sender sender = new Sender(target, surroundings);
        senders.add(sender);
        Reports reports = new Reports(target, engine.archive(), engine.live(), surroundings.meters());
        return new Outlet(target, sender, reports, new AtomicBoolean());
    }

    private EventLog.Handler opened(EventLog.Shard shard, List<Outlet> outlets) {
        Dispatcher dispatcher = new Dispatcher(shard, outlets, surroundings, open::remove);
        open.add(dispatcher);
        return dispatcher;
    }

    /**
     * Takes nothing new, sends what waits, tries nothing again that fails, and gives the shards up.
     * Completes when nothing is under way: after {@link Target#timeout()} per waiting event at the
     * worst, so bound it with {@link CompletableFuture#orTimeout} and {@link #close}.
     */
    public CompletionStage<Void> drain() {
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
        leave();
        senders.forEach(Sender::close);
    }
}
