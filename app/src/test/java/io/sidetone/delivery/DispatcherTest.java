package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.Events;
import io.sidetone.engine.Position;
import io.sidetone.engine.embedded.EmbeddedEngine;
import io.sidetone.engine.embedded.EmbeddedLimits;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One shard's deliveries on the test's thread, with answers as the test gives them. */
class DispatcherTest {
    /** A request that waits for its answer. */
    private record Request(String target, Attempt attempt, Consumer<Answer> answered) {
        String eventId() {
            return attempt.eventId();
        }
    }

    private final FakeShard shard = new FakeShard();
    private final FakeTime time = new FakeTime(Events.AT_MILLIS);
    private final EmbeddedEngine engine = new EmbeddedEngine("test", EmbeddedLimits.DEFAULT);
    private final List<Request> requests = new ArrayList<>();
    private long position;

    @AfterEach
    void close() {
        engine.close();
    }

    private Dispatcher dispatcher(String... targets) {
        Surroundings surroundings = new Surroundings(
                time,
                time::nanoTime,
                time,
                new Random(7),
                Dns.SYSTEM,
                Proxy.NO_PROXY,
                new SimpleMeterRegistry(),
                "1",
                new DeliveryLimits(10, 1 << 20, 4));
        List<Outlet> outlets = List.of(targets).stream()
                .map(name -> outlet(name, surroundings))
                .toList();
        return new Dispatcher(shard, outlets, surroundings, gone -> {});
    }

    private Outlet outlet(String name, Surroundings surroundings) {
        Target target = Fixture.target(name, URI.create("http://127.0.0.1/" + name));
        return new Outlet(
                target,
                (attempt, answered) -> requests.add(new Request(name, attempt, answered)),
                new Reports(target, engine.archive(), engine.live(), surroundings.meters()),
                new AtomicBoolean());
    }

    private static Answer answer(int status) {
        return new Answer(AnswerClass.of(status), status, "as told", null, null, 0);
    }

    private void answerNext(int status) {
        requests.remove(0).answered().accept(answer(status));
        shard.runTasks();
    }

    private Position show(Dispatcher dispatcher, CallEvent event) {
        Position at = new Position(++position);
        dispatcher.event(at, event);
        return at;
    }

    @Test
    void theHeadStaysAtTheFirstEventThatIsNotSettled() {
        Dispatcher dispatcher = dispatcher("nlu");
        Position first = show(dispatcher, Events.spoken("s_a", 1));
        Position second = show(dispatcher, Events.spoken("s_b", 1));
        assertThat(shard.head).isEqualTo(first);

        requests.remove(1).answered().accept(answer(200));
        shard.runTasks();
        assertThat(shard.head).isEqualTo(first);

        answerNext(200);
        assertThat(shard.head).isEqualTo(second.next());
    }

    @Test
    void eventsThatNoTargetWantsDoNotHoldTheHead() {
        Dispatcher dispatcher = dispatcher("nlu");

        Position at = show(dispatcher, Events.event("s_a", 1, "dtmf", "\"digit\":\"*\""));

        assertThat(requests).isEmpty();
        assertThat(shard.head).isEqualTo(at.next());
        assertThat(shard.progress).isEmpty();
    }

    @Test
    void aCallThatHasEndedLeavesNoProgressOnceTheHeadHasPassed() {
        Dispatcher dispatcher = dispatcher("nlu");
        show(dispatcher, Events.spoken("s_stuck", 1));
        show(dispatcher, Events.ended("s_a", 1));
        requests.remove(1).answered().accept(answer(200));
        shard.runTasks();
        assertThat(shard.progress).as("still needed against repeats").containsKey("nlu/s_a");

        answerNext(200);

        assertThat(shard.progress).containsOnlyKeys("nlu/s_stuck");
    }

    @Test
    void whatAPreviousOwnerSettledIsNotSentAgain() {
        shard.progress.put("nlu/s_a", new Progress(new Position(2), 2, null, 0, 0));
        Dispatcher dispatcher = dispatcher("nlu");

        show(dispatcher, Events.spoken("s_a", 1));
        show(dispatcher, Events.spoken("s_a", 2));
        show(dispatcher, Events.spoken("s_a", 3));

        assertThat(requests).extracting(Request::eventId).containsExactly("msg_s_ax3");
    }

    @Test
    void theRestOfAPreviousOwnersWaitIsKept() {
        shard.progress.put("nlu/s_a", new Progress(Position.START, 0, null, 4, Events.AT_MILLIS + 5_000));
        Dispatcher dispatcher = dispatcher("nlu");

        show(dispatcher, Events.spoken("s_a", 1));
        time.advance(Duration.ofMillis(4_999));
        shard.runTasks();
        assertThat(requests).isEmpty();

        time.advance(Duration.ofMillis(1));
        shard.runTasks();
        assertThat(requests).extracting(request -> request.attempt().number()).containsExactly(5);
    }

    @Test
    void tooMuchThatWaitsHoldsTheLogBackUntilHalfIsGone() {
        Dispatcher dispatcher = dispatcher("nlu");
        for (int seq = 1; seq <= 9; seq++) {
            show(dispatcher, Events.spoken("s_a", seq));
        }
        assertThat(shard.paused).isFalse();

        show(dispatcher, Events.spoken("s_a", 10));
        assertThat(shard.paused).isTrue();

        for (int settled = 1; settled <= 4; settled++) {
            answerNext(200);
        }
        assertThat(shard.paused).isTrue();
        answerNext(200);
        assertThat(shard.paused).isFalse();
    }

    @Test
    void nothingIsSentWhileOwnershipIsInDoubt() {
        shard.mayAct = false;
        Dispatcher dispatcher = dispatcher("nlu");
        show(dispatcher, Events.spoken("s_a", 1));
        assertThat(requests).isEmpty();

        shard.mayAct = true;
        time.advance(Duration.ofSeconds(1));
        shard.runTasks();

        assertThat(requests).hasSize(1);
    }

    @Test
    void aStoppedTargetIsSetAsideByOneMarkerFromItsFirstUnsettledEvent() {
        Dispatcher dispatcher = dispatcher("nlu", "crm");
        Position first = show(dispatcher, Events.spoken("s_a", 1));
        show(dispatcher, Events.spoken("s_b", 1));
        show(dispatcher, Events.spoken("s_a", 2));
        requests.removeIf(request -> request.target().equals("crm"));
        requests.remove(1).answered().accept(answer(410));
        shard.runTasks();

        assertThat(shard.progress).containsOnlyKeys("nlu/*");
        assertThat(shard.progress.get("nlu/*")).isEqualTo(new Progress(Position.START, 0, first, 0, 0));
        requests.clear();
        show(dispatcher, Events.spoken("s_c", 1));
        assertThat(requests).extracting(Request::target).containsExactly("crm");
    }

    @Test
    void aTargetThatWasStoppedStaysSoForTheNextOwner() {
        shard.progress.put("nlu/*", new Progress(Position.START, 0, new Position(1), 0, 0));
        Dispatcher dispatcher = dispatcher("nlu");

        Position at = show(dispatcher, Events.spoken("s_a", 1));

        assertThat(requests).isEmpty();
        assertThat(shard.head).isEqualTo(at.next());
    }

    @Test
    void drainingSendsWhatWaitsAndTriesNothingAgain() {
        Dispatcher dispatcher = dispatcher("nlu");
        show(dispatcher, Events.spoken("s_a", 1));
        show(dispatcher, Events.spoken("s_a", 2));
        show(dispatcher, Events.spoken("s_b", 1));

        CompletableFuture<Void> drained = dispatcher.drain();
        assertThat(shard.paused).isTrue();
        answerNext(200); // s_a 1
        answerNext(500); // s_b 1
        assertThat(drained).isNotDone();
        answerNext(200); // s_a 2
        time.advance(Duration.ofHours(1));
        shard.runTasks();

        assertThat(drained).isDone();
        assertThat(requests).isEmpty();
        assertThat(shard.head).isEqualTo(new Position(3));
    }

    @Test
    void afterClosingAnswersAndTimersChangeNothing() {
        Dispatcher dispatcher = dispatcher("nlu");
        show(dispatcher, Events.spoken("s_a", 1));
        show(dispatcher, Events.spoken("s_b", 1));
        requests.remove(1).answered().accept(answer(500));
        shard.runTasks();
        Map<String, Progress> before = Map.copyOf(shard.progress);

        dispatcher.closed(true);
        answerNext(200);
        time.advance(Duration.ofHours(1));
        shard.runTasks();

        assertThat(requests).isEmpty();
        assertThat(shard.progress).isEqualTo(before);
    }

    /** Whatever the answers: order per target and call, one request in flight, and nothing unsettled behind the head. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomAnswersNeverBreakThePromises(long seed) {
        Random random = new Random(seed);
        Dispatcher dispatcher = dispatcher("nlu", "crm");
        Map<String, Long> seqs = new HashMap<>();
        Map<Position, String> shown = new HashMap<>();
        Set<String> settled = new HashSet<>();
        Map<String, Long> newest = new HashMap<>();

        for (int step = 0; step < 2_000; step++) {
            if (random.nextInt(4) == 0 && !shard.paused) {
                String callId = "s_" + random.nextInt(5);
                long seq = seqs.merge(callId, 1L, Long::sum);
                shown.put(show(dispatcher, Events.spoken(callId, seq)), "msg_" + callId + "x" + seq);
            } else if (random.nextInt(10) == 0) {
                time.advance(Duration.ofMillis(random.nextInt(2_000)));
                shard.runTasks();
            } else if (!requests.isEmpty()) {
                Request request = requests.remove(random.nextInt(requests.size()));
                int status = List.of(200, 200, 200, 500, 400, 429).get(random.nextInt(6));
                boolean done =
                        status == 200 || (status == 400 && request.attempt().number() >= 3);
                if (done) {
                    settled.add(request.target() + request.eventId());
                    String call = request.target() + request.eventId().replaceAll("x.*", "");
                    long seq = Long.parseLong(request.eventId().replaceAll(".*x", ""));
                    assertThat(seq).isEqualTo(newest.getOrDefault(call, 0L) + 1);
                    newest.put(call, seq);
                }
                request.answered().accept(answer(status));
                shard.runTasks();
            }
            assertThat(requests)
                    .extracting(request -> request.target() + request.eventId().replaceAll("x.*", ""))
                    .doesNotHaveDuplicates();
            shown.forEach((at, eventId) -> {
                if (at.compareTo(shard.head) < 0) {
                    assertThat(settled).contains("nlu" + eventId, "crm" + eventId);
                }
            });
        }
        assertThat(settled).hasSizeGreaterThan(50);
    }
}
