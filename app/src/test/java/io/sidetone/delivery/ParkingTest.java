package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.Events;
import io.sidetone.engine.Position;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A call that is too slow or stuck waits in the log by itself; nobody waits for it, and it misses nothing. */
class ParkingTest {
    private final OneShard world = new OneShard(); // which holds 4 events of a call, and 10 in all

    private static List<String> ids(String callId, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> "msg_" + callId + "x" + seq)
                .toList();
    }

    @Test
    void aCallWithMoreEventsThanItMayHoldKeepsOneAndLetsTheHeadPass() {
        world.open("nlu");
        world.show("s_a", 1, 4);
        assertThat(world.shard.head).isEqualTo(new Position(1));

        Position newest = world.show("s_a", 5, 20);
        world.shard.runTasks();

        assertThat(world.requests).hasSize(1);
        assertThat(world.shard.head).isEqualTo(newest.next());
        assertThat(world.shard.paused).isFalse();
        assertThat(world.shard.row("nlu/s_a")).isEqualTo(new Progress(Position.START, 0, new Position(1), 0, 0));
    }

    @Test
    void itReadsOnInTheLogAndMeetsThePresentInOrder() {
        world.open("nlu");
        world.show("s_a", 1, 20);
        world.shard.runTasks();

        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 1, 20));
        assertThat(world.shard.row("nlu/s_a")).isEqualTo(new Progress(new Position(20), 20, null, 0, 0));

        Position newest = world.show(Events.spoken("s_a", 21));
        assertThat(world.shard.head).as("covered by the head again").isEqualTo(newest);
        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 21, 21));
    }

    @Test
    void eventsThatComeWhileItReadsOnComeInTheirTurn() {
        world.open("nlu");
        world.show("s_a", 1, 9);
        world.shard.runTasks();
        for (long seq = 10; seq <= 40; seq++) {
            assertThat(world.requests.get(0).seq()).isEqualTo(seq - 9);
            world.answerNext(200);
            world.show(Events.spoken("s_a", seq));
        }

        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 32, 40));
    }

    @Test
    void aSecondFailureParksACallAndTheOthersEventsStayInTheLog() {
        world.open("nlu");
        world.show("s_a", 1, 3);
        world.answerNext(500);
        assertThat(world.shard.head).as("a first failure is often the last").isEqualTo(new Position(1));
        world.advance(Duration.ofSeconds(2));
        world.answerNext(500);

        assertThat(world.shard.head).isEqualTo(new Position(4));
        assertThat(world.shard.row("nlu/s_a").parkedFrom()).isEqualTo(new Position(1));
        assertThat(world.shard.row("nlu/s_a").attempts()).isEqualTo(2);
        world.show("s_a", 4, 6);
        assertThat(world.shard.reads).as("no reading while it fails").isZero();

        world.advance(Duration.ofSeconds(3));
        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 1, 6));
    }

    @Test
    void whenTheShardHoldsTooMuchEachCallKeepsItsFirst() {
        world.open("nlu");
        for (int call = 0; call < 20; call++) {
            world.show("s_" + call, 1, 3);
        }
        world.shard.runTasks();

        assertThat(world.shard.paused).isFalse();
        assertThat(world.shard.head)
                .as("only calls with a single event are held by it")
                .isLessThan(new Position(61));
        List<String> answered = world.answerAll(200);
        assertThat(answered).hasSize(60).doesNotHaveDuplicates();
        for (int call = 0; call < 20; call++) {
            String prefix = "msg_s_" + call + "x";
            assertThat(answered.stream().filter(id -> id.startsWith(prefix)))
                    .containsExactly(prefix + 1, prefix + 2, prefix + 3);
        }
        assertThat(world.shard.head).isEqualTo(new Position(61));
    }

    @Test
    void aStuckCallDelaysNoOtherCallAndNoOtherTarget() {
        world.open("nlu", "crm");
        world.show("s_stuck", 1, 30);
        world.show("s_b", 1, 2);
        world.shard.runTasks();

        List<OneShard.Request> stuck = world.requests.stream()
                .filter(request -> request.callId().equals("s_stuck"))
                .toList();
        assertThat(stuck).hasSize(2);
        for (int seq = 1; seq <= 2; seq++) {
            for (String target : List.of("nlu", "crm")) {
                OneShard.Request next = world.requests.stream()
                        .filter(request -> request.target().equals(target)
                                && request.callId().equals("s_b"))
                        .findFirst()
                        .orElseThrow();
                assertThat(next.seq()).isEqualTo(seq);
                world.answer(next, 200);
            }
        }
        assertThat(world.requests).isEqualTo(stuck);
    }

    @Test
    void theNextOwnerTakesUpWhatIsParked() {
        world.open("nlu");
        world.show("s_a", 1, 20);
        world.shard.runTasks();
        world.answerNext(200);
        world.restart();

        world.open("nlu");
        assertThat(world.shard.head).isEqualTo(new Position(21));
        world.replayAll();

        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 2, 20));
    }

    @Test
    void aParkedCallThatIsOverLeavesNoRow() {
        world.open("nlu");
        world.show("s_a", 1, 19);
        world.show(Events.ended("s_a", 20));
        world.shard.runTasks();
        world.restart();
        world.open("nlu");
        world.replayAll();

        world.answerAll(200);
        world.show(Events.started("s_b")); // the head is known again
        world.answerAll(200);

        assertThat(world.shard.progress).containsOnlyKeys("nlu/s_b");
    }

    @Test
    void aParkedCallGoesOnWaitingWhereThePreviousOwnerDid() {
        world.open("nlu");
        world.show("s_a", 1, 3);
        world.answerNext(500);
        world.advance(Duration.ofSeconds(2));
        world.answerNext(500);
        world.restart();
        world.open("nlu");

        world.show(Events.spoken("s_a", 4));
        assertThat(world.requests).isEmpty();
        world.advance(Duration.ofMillis(2_400)); // 2 s and a fifth

        assertThat(world.requests)
                .extracting(request -> request.attempt().number())
                .containsExactly(3);
        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 1, 4));
    }

    @Test
    void whatWasSkippedIsToldWithTheNextDeliveryAndStaysTheSameBetweenAttempts() {
        world.open("nlu");
        world.show("s_a", 1, 4);
        for (int event = 1; event <= 2; event++) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                world.answerNext(422);
                world.advance(Duration.ofSeconds(3));
            }
        }
        assertThat(world.shard.row("nlu/s_a").skipped()).containsExactly(1L, 2L);
        String body = new String(world.requests.get(0).attempt().body(), UTF_8);
        assertThat(body).endsWith("\"text\":\"word 3\",\"skipped\":[1,2]}}");

        world.answerNext(500);
        world.restart();
        world.open("nlu");
        world.replayAll();
        world.advance(Duration.ofSeconds(3));

        assertThat(world.requests.get(0).attempt().body()).asString().isEqualTo(body);
        world.answerNext(200);
        assertThat(world.requests.get(0).attempt().body()).asString().doesNotContain("skipped");
        assertThat(world.shard.row("nlu/s_a").skipped()).isEmpty();
    }

    @Test
    void anEventThatIsNeverWantedAgainIsSetAsideAtOnce() {
        world.open("nlu");
        world.show("s_a", 1, 2);
        OneShard.Request first = world.requests.remove(0);

        first.answered().accept(new Answer(AnswerClass.ABORTED, 500, "never again", null, null, 0));
        world.shard.runTasks();

        assertThat(world.answerAll(200)).isEqualTo(ids("s_a", 2, 2));
    }
}
