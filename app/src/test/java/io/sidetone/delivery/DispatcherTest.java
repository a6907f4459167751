package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.Events;
import io.sidetone.engine.Position;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One shard's deliveries on the test's thread, with answers as the test gives them. */
class DispatcherTest {
    private final OneShard world = new OneShard();

    @Test
    void theHeadStaysAtTheFirstEventThatIsNotSettled() {
        world.open("nlu");
        Position first = world.show(Events.spoken("s_a", 1));
        Position second = world.show(Events.spoken("s_b", 1));
        assertThat(world.shard.head).isEqualTo(first);

        world.answer(world.requests.get(1), 200);
        assertThat(world.shard.head).isEqualTo(first);

        world.answerNext(200);
        assertThat(world.shard.head).isEqualTo(second.next());
    }

    @Test
    void eventsThatNoTargetWantsDoNotHoldTheHead() {
        world.open("nlu");

        Position at = world.show(Events.event("s_a", 1, "dtmf", "\"digit\":\"*\""));

        assertThat(world.requests).isEmpty();
        assertThat(world.shard.head).isEqualTo(at.next());
        assertThat(world.shard.progress).isEmpty();
    }

    @Test
    void aCallThatHasEndedLeavesNoProgressOnceTheHeadHasPassed() {
        world.open("nlu");
        world.show(Events.spoken("s_stuck", 1));
        world.show(Events.ended("s_a", 1));
        world.answer(world.requests.get(1), 200);
        assertThat(world.shard.progress).as("still needed against repeats").containsKey("nlu/s_a");

        world.answerNext(200);

        assertThat(world.shard.progress).containsOnlyKeys("nlu/s_stuck");
    }

    @Test
    void whatAPreviousOwnerSettledIsNotSentAgain() {
        world.shard.progress.put("nlu/s_a", new Progress(new Position(2), 2, null, 0, 0));
        world.open("nlu");

        world.show(Events.spoken("s_a", 1));
        world.show(Events.spoken("s_a", 2));
        world.show(Events.spoken("s_a", 3));

        assertThat(world.requests).extracting(OneShard.Request::eventId).containsExactly("msg_s_ax3");
    }

    @Test
    void theRestOfAPreviousOwnersWaitIsKept() {
        world.shard.progress.put("nlu/s_a", new Progress(Position.START, 0, null, 4, Events.AT_MILLIS + 5_000));
        world.open("nlu");

        world.show(Events.spoken("s_a", 1));
        world.advance(Duration.ofMillis(4_999));
        assertThat(world.requests).isEmpty();

        world.advance(Duration.ofMillis(1));
        assertThat(world.requests)
                .extracting(request -> request.attempt().number())
                .containsExactly(5);
    }

    @Test
    void nothingIsSentWhileOwnershipIsInDoubt() {
        world.shard.mayAct = false;
        world.open("nlu");
        world.show(Events.spoken("s_a", 1));
        assertThat(world.requests).isEmpty();

        world.shard.mayAct = true;
        world.advance(Duration.ofSeconds(1));

        assertThat(world.requests).hasSize(1);
    }

    @Test
    void drainingSendsWhatWaitsAndTriesNothingAgain() {
        Dispatcher dispatcher = world.open("nlu");
        world.show(Events.spoken("s_a", 1));
        world.show(Events.spoken("s_a", 2));
        world.show(Events.spoken("s_b", 1));

        CompletableFuture<Void> drained = dispatcher.drain();
        assertThat(world.shard.paused).isTrue();
        world.answerNext(200); // s_a 1
        world.answerNext(500); // s_b 1
        assertThat(drained).isNotDone();
        world.answerNext(200); // s_a 2
        world.advance(Duration.ofHours(1));

        assertThat(drained).isDone();
        assertThat(world.requests).isEmpty();
        assertThat(world.shard.head).isEqualTo(new Position(3));
    }

    @Test
    void afterClosingAnswersAndTimersChangeNothing() {
        Dispatcher dispatcher = world.open("nlu");
        world.show(Events.spoken("s_a", 1));
        world.show(Events.spoken("s_b", 1));
        world.answer(world.requests.get(1), 500);
        Map<String, Progress> before = Map.copyOf(world.shard.progress);

        dispatcher.closed(true);
        world.answerNext(200);
        world.advance(Duration.ofHours(1));

        assertThat(world.requests).isEmpty();
        assertThat(world.shard.progress).isEqualTo(before);
    }
}
