package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.delivery.TargetStatus.State;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Events;
import io.sidetone.engine.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that is down or gone, and its way back. */
class SuspensionTest {
    /** Longer than a first stay with its jitter. */
    private static final Duration STAY = Duration.ofSeconds(7);

    private final OneShard world = new OneShard();

    @BeforeEach
    void roomForMany() {
        world.limits = new DeliveryLimits(1_000, 1 << 20, 8, 2, 16, 50, 8);
    }

    /** Ten calls fail once each. */
    private void bringDown() {
        for (int call = 0; call < 10; call++) {
            world.show(Events.spoken("s_" + call, 1));
        }
        for (OneShard.Request request : List.copyOf(world.requests)) {
            world.answer(request, 500);
        }
        assertThat(world.state("nlu")).isEqualTo(State.SUSPENDED);
    }

    private static List<String> ids(List<OneShard.Request> requests) {
        return requests.stream().map(OneShard.Request::eventId).toList();
    }

    @Test
    void aTargetThatIsDownIsSetAsideByOneMarker() {
        world.open("nlu");
        bringDown();

        Position newest = world.show("s_0", 2, 500);

        assertThat(world.requests).isEmpty();
        assertThat(world.shard.head).isEqualTo(newest.next());
        assertThat(Marker.of(world.shard.row("nlu/*")))
                .isEqualTo(new Marker(new Position(1), world.time.millis(), false, null));
        assertThat(world.time.waiting()).as("the next probe's timer").isEqualTo(1);
    }

    @Test
    void itCostsAProbeAndAMarkerHoweverMuchWaits() {
        world.open("nlu");
        bringDown();
        int sent = world.sent;
        int saves = world.shard.saves;
        int rows = world.shard.progress.size();

        for (int event = 1; event <= 100_000; event++) {
            int call = event % 1_000;
            world.show(Events.spoken("s_new" + call, 1 + event / 1_000));
            if (event % 100 == 0) {
                world.advance(Duration.ofMillis(600)); // 10 minutes in all
            }
            assertThat(world.requests).hasSizeLessThanOrEqualTo(1);
            if (!world.requests.isEmpty()) {
                world.answerNext(503);
            }
        }

        int probes = world.sent - sent;
        assertThat(probes).as("from every 5 s up to every minute").isBetween(9, 20);
        assertThat(world.shard.saves - saves)
                .as("a marker and a call's row per probe")
                .isLessThanOrEqualTo(3 * probes);
        assertThat(world.shard.progress).hasSizeLessThanOrEqualTo(rows + 1);
        assertThat(world.time.waiting()).as("the next probe's timer").isEqualTo(1);
        assertThat(world.shard.reads).isZero();
        assertThat(world.shard.scanned)
                .as("each probe looks at a window, not at all")
                .isLessThan(probes * 50);
        assertThat(world.shard.tasks).isEmpty();
        assertThat(world.deliveries(Archive.Status.PENDING)).hasSizeLessThanOrEqualTo(10);
        assertThat(world.changes).extracting(TargetStatus::state).containsExactly(State.SUSPENDED);
        assertThat(world.health("nlu").status().lagMillis()).isGreaterThan(500_000);
    }

    @Test
    void anotherTargetDoesNotNoticeIt() {
        world.open("nlu", "crm");
        for (int call = 0; call < 10; call++) {
            world.show(Events.spoken("s_" + call, 1));
        }
        List<OneShard.Request> nlu = world.requests.stream()
                .filter(request -> request.target().equals("nlu"))
                .toList();
        nlu.forEach(request -> world.answer(request, 500));
        assertThat(world.state("nlu")).isEqualTo(State.SUSPENDED);

        world.show("s_0", 2, 5);

        assertThat(world.state("crm")).isEqualTo(State.OK);
        assertThat(world.answerAll(200)).hasSize(14);
    }

    @Test
    void oneProbeAtATimeAndAfterItsSuccessTheRestInOrder() {
        world.open("nlu");
        bringDown();
        for (int call = 0; call < 10; call++) {
            world.show("s_" + call, 2, 20);
        }

        world.advance(STAY);
        assertThat(ids(world.requests)).as("the oldest one").containsExactly("msg_s_0x1");
        assertThat(world.state("nlu")).isEqualTo(State.SUSPENDED);

        List<String> arrived = new ArrayList<>();
        for (int probe = 1; probe <= 5; probe++) {
            assertThat(world.requests).hasSize(1);
            arrived.add(world.requests.get(0).eventId());
            world.answerNext(200);
            assertThat(world.state("nlu")).isEqualTo(State.CATCHING_UP);
        }
        assertThat(world.requests).hasSizeGreaterThan(1);
        arrived.addAll(world.answerAll(200));

        for (int call = 0; call < 10; call++) {
            String prefix = "msg_s_" + call + "x";
            assertThat(arrived.stream()
                            .filter(id -> id.startsWith(prefix))
                            .map(id -> Integer.valueOf(id.substring(prefix.length()))))
                    .hasSize(20)
                    .isSorted();
        }
        assertThat(world.state("nlu")).isEqualTo(State.OK);
        assertThat(world.shard.progress).doesNotContainKey("nlu/*");
        assertThat(world.changes)
                .extracting(TargetStatus::state)
                .containsExactly(State.SUSPENDED, State.CATCHING_UP, State.OK);
    }

    @Test
    void aProbeThatFailsSuspendsItAgainForLonger() {
        world.open("nlu");
        bringDown();

        world.advance(STAY);
        world.answerNext(500);
        Duration second = world.time.untilNext();
        world.advance(STAY.plusSeconds(6));
        world.answerNext(500);

        assertThat(second).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
        assertThat(world.time.untilNext()).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(24));
        assertThat(Marker.of(world.shard.row("nlu/*")).from()).isEqualTo(new Position(1));
        assertThat(world.requests).isEmpty();
        assertThat(world.changes).hasSize(1);
    }

    @Test
    void callsThatBeginAfterTheRecoveryGoOutAtOnce() {
        world.open("nlu");
        bringDown();
        for (int call = 0; call < 10; call++) {
            world.show("s_" + call, 2, 50);
        }
        world.advance(STAY);
        for (int probe = 1; probe <= 5; probe++) {
            world.answerNext(200);
        }

        world.show(Events.started("s_new"));
        world.show("s_new", 2, 3);

        List<String> arrived = new ArrayList<>();
        while (!arrived.contains("msg_s_newx3")) {
            OneShard.Request next = world.requests.stream()
                    .filter(request -> request.callId().equals("s_new"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not at once: " + world.requests));
            arrived.add(next.eventId());
            world.answer(next, 200);
        }
        assertThat(world.state("nlu")).isEqualTo(State.CATCHING_UP);
        assertThat(world.answerAll(200)).doesNotContain("msg_s_newx1", "msg_s_newx2", "msg_s_newx3");
        assertThat(world.state("nlu")).isEqualTo(State.OK);
    }

    @Test
    void newEventsOfOldCallsComeInTheirTurn() {
        world.open("nlu");
        bringDown();
        world.show("s_0", 2, 100);
        world.advance(STAY);
        List<String> arrived = new ArrayList<>();
        for (long seq = 101; seq <= 200; seq++) {
            world.show(Events.spoken("s_0", seq));
            OneShard.Request next = world.requests.get(0);
            arrived.add(next.eventId());
            world.answer(next, 200);
        }
        arrived.addAll(world.answerAll(200));

        assertThat(arrived.stream()
                        .filter(id -> id.startsWith("msg_s_0x"))
                        .map(id -> Integer.valueOf(id.substring("msg_s_0x".length()))))
                .hasSize(200)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(world.state("nlu")).isEqualTo(State.OK);
    }

    @Test
    void aCallThatBlocksDoesNotStopTheCatchingUp() {
        world.open("nlu");
        bringDown();
        world.show("s_0", 2, 100); // this one will hang
        for (int call = 1; call < 10; call++) {
            world.show("s_" + call, 2, 20);
        }
        world.advance(STAY);
        for (int probe = 1; probe <= 5; probe++) {
            world.answerNext(200);
        }

        int arrived = 5;
        for (OneShard.Request next = nextBut("s_0"); next != null; next = nextBut("s_0")) {
            arrived++;
            world.answer(next, 200);
        }

        assertThat(arrived).isGreaterThanOrEqualTo(9 * 20);
        assertThat(world.answerAll(200)).hasSizeGreaterThan(90);
        assertThat(world.state("nlu")).isEqualTo(State.OK);
    }

    private OneShard.@Nullable Request nextBut(String callId) {
        return world.requests.stream()
                .filter(request -> !request.callId().equals(callId))
                .findFirst()
                .orElse(null);
    }

    @Test
    void theMarkerMovesSoThatARestartRepeatsLittle() {
        world.open("nlu");
        bringDown();
        for (int call = 0; call < 198; call++) {
            world.show("s_more" + call, 1, 5);
        }
        world.advance(STAY);
        for (int answer = 0; answer < 500; answer++) {
            world.answerNext(200);
        }
        assertThat(Marker.of(world.shard.row("nlu/*")).from()).isBetween(new Position(400), new Position(500));

        world.restart();
        world.open("nlu");
        List<String> arrived = world.answerAll(200);

        assertThat(arrived).doesNotHaveDuplicates().hasSize(500);
        assertThat(world.shard.scanned).isLessThanOrEqualTo(1_000 - 400);
    }

    @Test
    void theNextOwnerTriesATargetThatWasSuspended() {
        world.open("nlu");
        bringDown();
        world.show("s_0", 2, 5);
        world.restart();

        world.open("nlu");
        assertThat(world.state("nlu")).isEqualTo(State.SUSPENDED);
        world.replayAll();

        assertThat(ids(world.requests)).containsExactly("msg_s_0x1");
        assertThat(world.answerAll(200)).hasSize(14).doesNotHaveDuplicates();
        assertThat(world.state("nlu")).isEqualTo(State.OK);
    }

    @Test
    void whatWasInFlightWhenItWentDownIsNotSentTwiceAtOnce() {
        world.open("nlu");
        world.show(Events.spoken("s_slow", 1));
        OneShard.Request slow = world.requests.remove(0);
        bringDown();

        world.advance(STAY);
        assertThat(ids(world.requests)).as("its call has one in flight").containsExactly("msg_s_0x1");
        world.answerNext(200);
        assertThat(ids(world.requests)).doesNotContain("msg_s_slowx1");
        slow.answered().accept(OneShard.answer(200));
        world.shard.runTasks();

        assertThat(world.answerAll(200)).doesNotContain("msg_s_slowx1");
        assertThat(world.state("nlu")).isEqualTo(State.OK);
    }

    @Test
    void lateAnswersFromBeforeSayNothingAboutIt() {
        world.open("nlu");
        for (int call = 0; call < 16; call++) {
            world.show(Events.spoken("s_" + call, 1));
        }
        for (int failure = 0; failure < 10; failure++) {
            world.answerNext(500);
        }
        assertThat(world.state("nlu")).isEqualTo(State.SUSPENDED);
        List<OneShard.Request> late = List.copyOf(world.requests);
        world.requests.clear();
        world.advance(STAY);

        for (OneShard.Request request : late) {
            request.answered().accept(OneShard.answer(500));
            world.shard.runTasks();
        }

        assertThat(world.requests).as("the probe goes on").hasSize(1);
        world.answerNext(200);
        assertThat(world.state("nlu")).isEqualTo(State.CATCHING_UP);
    }

    @Test
    void aTargetThatIsGoneGetsNothingUntilItIsResumedAndThenFirstWhatMetTheEnd() {
        world.open("nlu");
        world.show("s_a", 1, 3);
        world.show("s_b", 1, 3);
        OneShard.Request met = world.requests.get(1);
        world.answer(met, 410);

        assertThat(world.state("nlu")).isEqualTo(State.GONE);
        assertThat(world.health("nlu").status().reason()).isEqualTo("answered 410");
        assertThat(world.deliveries(Archive.Status.DEAD))
                .extracting(Archive.Delivery::eventId)
                .containsExactly("msg_s_bx1");
        world.answerNext(410);
        world.advance(Duration.ofDays(1));
        assertThat(world.requests).isEmpty();
        assertThat(world.time.waiting()).isZero();

        world.health("nlu").resume();
        world.shard.runTasks();

        assertThat(ids(world.requests)).containsExactly("msg_s_ax1");
        List<String> arrived = world.answerAll(200);
        assertThat(arrived).hasSize(6).startsWith("msg_s_ax1").doesNotHaveDuplicates();
        assertThat(world.deliveries(Archive.Status.DEAD)).isEmpty();
        assertThat(world.state("nlu")).isEqualTo(State.OK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatMetTheEndGoesFirstThoughOlderEventsWait(boolean restarted) {
        world.open("nlu");
        world.show("s_a", 1, 3); // in flight, and older
        world.show("s_b", 1, 3);
        world.answer(world.requests.get(1), 410);
        world.requests.clear(); // the older one's answer never comes
        if (restarted) {
            world.restart();
            world.open("nlu");
            world.replayAll();
            assertThat(world.state("nlu")).isEqualTo(State.GONE);
            assertThat(world.requests).isEmpty();
        }

        world.health("nlu").resume();
        world.shard.runTasks();

        assertThat(ids(world.requests)).containsExactly("msg_s_bx1");
        world.answerNext(200);
        world.restart();
        world.open("nlu");
        assertThat(world.state("nlu")).as("resumed for good").isNotEqualTo(State.GONE);
        assertThat(world.answerAll(200)).hasSize(5);
    }

    @Test
    void aTargetThatIsGoneCanSayItAgain() {
        world.open("nlu");
        world.show("s_a", 1, 3);
        world.answerNext(410);
        world.health("nlu").resume();
        world.shard.runTasks();

        world.answerNext(410);

        assertThat(world.state("nlu")).isEqualTo(State.GONE);
        assertThat(world.requests).isEmpty();
        assertThat(Marker.of(world.shard.row("nlu/*")).gone()).isTrue();
    }

    @Test
    void resumingATargetThatIsDownTriesItAtOnce() {
        world.open("nlu");
        bringDown();

        world.health("nlu").resume();
        world.shard.runTasks();

        assertThat(world.requests).hasSize(1);
        assertThat(world.time.waiting()).isZero();
    }

    @Test
    void parkedCallsKeepTheirPlaceWhileTheTargetIsDown() {
        world.open("nlu");
        world.show("s_parked", 1, 40); // more than it may hold
        world.shard.runTasks();
        assertThat(world.shard.row("nlu/s_parked").parkedFrom()).isEqualTo(new Position(1));
        OneShard.Request hanging = world.requests.remove(0);
        bringDown();
        hanging.answered().accept(OneShard.answer(500));
        world.shard.runTasks();
        assertThat(Marker.of(world.shard.row("nlu/*")).from())
                .as("what is parked has a row of its own")
                .isEqualTo(new Position(41));

        world.advance(STAY);

        List<String> arrived = world.answerAll(200);
        assertThat(arrived).hasSize(50).doesNotHaveDuplicates();
        assertThat(arrived.stream().filter(id -> id.startsWith("msg_s_parkedx")))
                .startsWith("msg_s_parkedx1", "msg_s_parkedx2")
                .endsWith("msg_s_parkedx40");
    }
}
