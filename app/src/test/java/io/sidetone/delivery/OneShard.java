package io.sidetone.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Events;
import io.sidetone.engine.LiveBus;
import io.sidetone.engine.Position;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** One shard's deliveries on the test's thread, with answers as the test gives them and time as it moves it. */
final class OneShard {
    /** A request that waits for its answer. */
    record Request(String target, Attempt attempt, Consumer<Answer> answered) {
        String eventId() {
            return attempt.eventId();
        }

        String callId() {
            return eventId().substring("msg_".length(), eventId().lastIndexOf('x'));
        }

        long seq() {
            return Long.parseLong(eventId().substring(eventId().lastIndexOf('x') + 1));
        }

        @Override
        public String toString() {
            return target + " " + eventId() + " attempt " + attempt.number();
        }
    }

    FakeShard shard = new FakeShard();
    final FakeTime time = new FakeTime(Events.AT_MILLIS);
    final FakeArchive archive = new FakeArchive();
    final List<Request> requests = new ArrayList<>();
    final List<TargetStatus> changes = new ArrayList<>();
    final Map<String, Outlet> outlets = new LinkedHashMap<>();
    DeliveryLimits limits = new DeliveryLimits(10, 1 << 20, 4, 2, 8, 10, 8);
    Random random = new Random(7);
    int sent;
    private long position;
    private @Nullable Dispatcher dispatcher;

    /** Opens the shard, with new outlets as after a restart. */
    Dispatcher open(String... targets) {
        return open(List.of(targets).stream()
                .map(name -> Fixture.target(name, URI.create("http://127.0.0.1/" + name)))
                .toArray(Target[]::new));
    }

    Dispatcher open(Target... targets) {
        Surroundings surroundings = new Surroundings(
                time, time::nanoTime, time, random, Dns.SYSTEM, Proxy.NO_PROXY, new SimpleMeterRegistry(), "1", limits);
        outlets.clear();
        for (Target target : targets) {
            outlets.put(target.name(), outlet(target, surroundings));
        }
        Dispatcher opened = new Dispatcher(
                shard,
                List.copyOf(outlets.values()),
                (callId, after, max) -> shard.read(callId, after, max),
                surroundings,
                gone -> {});
        dispatcher = opened;
        opened.begin();
        shard.runTasks();
        return opened;
    }

    private Outlet outlet(Target target, Surroundings surroundings) {
        return Outlet.of(
                target,
                (attempt, answered) -> {
                    sent++;
                    requests.add(new Request(target.name(), attempt, answered));
                },
                new Reports(target, archive, new Unwatched(), surroundings.meters()),
                surroundings,
                changes::add);
    }

    /** What a target's wishes are made come true with. */
    Repeats repeats(String target, int atOnce) {
        Outlet outlet = outlets.get(target);
        if (outlet == null) {
            throw new AssertionError("no target " + target);
        }
        return new Repeats(outlet, archive, callId -> Optional.ofNullable(dispatcher), atOnce);
    }

    TargetHealth health(String target) {
        Outlet outlet = outlets.get(target);
        if (outlet == null) {
            throw new AssertionError("no target " + target);
        }
        return outlet.health();
    }

    TargetStatus.State state(String target) {
        return health(target).status().state();
    }

    /** Stores the event and shows it. */
    Position show(CallEvent event) {
        Position at = new Position(++position);
        shard.append(at, event);
        archive.keep(at, event);
        if (dispatcher != null) {
            dispatcher.event(at, event);
        }
        return at;
    }

    Position show(String callId, long fromSeq, long toSeq) {
        Position at = Position.START;
        for (long seq = fromSeq; seq <= toSeq; seq++) {
            at = show(Events.spoken(callId, seq));
        }
        return at;
    }

    /** The process ends at once and another takes the shard over; answers to old requests come too late. */
    void restart() {
        if (dispatcher != null) {
            dispatcher.closed(true);
        }
        dispatcher = null;
        shard.tasks.clear();
        requests.clear();
        shard = new FakeShard(shard);
    }

    /** Shows what the log holds from the head on, as a new owner is shown it. */
    void replayAll() {
        Dispatcher shown = dispatcher;
        if (shown != null) {
            List.copyOf(shard.log.tailMap(shard.head, true).entrySet())
                    .forEach(stored -> shown.event(stored.getKey(), stored.getValue()));
        }
        shard.runTasks();
    }

    static Answer answer(int status) {
        return new Answer(AnswerClass.of(status), status, "answered " + status, null, null, 0);
    }

    void answer(Request request, int status) {
        requests.remove(request);
        request.answered().accept(answer(status));
        shard.runTasks();
    }

    void answerNext(int status) {
        answer(requests.get(0), status);
    }

    /** Answers everything that comes, oldest first, until nothing does; says in which order. */
    List<String> answerAll(int status) {
        List<String> answered = new ArrayList<>();
        while (!requests.isEmpty()) {
            answered.add(requests.get(0).eventId());
            answerNext(status);
        }
        return answered;
    }

    void advance(Duration by) {
        time.advance(by);
        shard.runTasks();
    }

    List<Archive.Delivery> deliveries(Archive.@Nullable Status status) {
        return archive.deliveries(new Archive.DeliveryQuery(null, null, status, Archive.Cursor.START, 10_000))
                .toCompletableFuture()
                .join()
                .items();
    }

    /** Nobody watches. */
    private static final class Unwatched implements LiveBus {
        @Override
        public void publish(String callId, String slot, byte[] json) {}

        @Override
        public boolean watched(String callId) {
            return false;
        }

        @Override
        public AutoCloseable watch(String callId, BiConsumer<String, byte[]> receiver) {
            return () -> {};
        }
    }
}
