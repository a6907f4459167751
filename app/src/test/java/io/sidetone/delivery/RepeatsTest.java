package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.Events;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries that somebody wants again. */
class RepeatsTest {
    private static final int AT_ONCE = 4;

    private final OneShard world = new OneShard();

    private void wish(String... ids) {
        world.archive.repeat(
                new Archive.DeliveryQuery(Set.of(ids), null, null, null, null, null, Archive.Cursor.START, 100));
    }

    private Repeats nudged() {
        Repeats repeats = world.repeats("nlu", AT_ONCE);
        repeats.nudge();
        world.shard.runTasks();
        return repeats;
    }

    private void makeDead(String callId, long seq) {
        world.show(Events.spoken(callId, seq));
        for (int attempt = 1; attempt <= 3; attempt++) {
            world.answerNext(422);
            world.advance(Duration.ofSeconds(3));
        }
        assertThat(world.archive.noted(callId + ".l1." + seq + "@nlu").status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aDeadDeliveryIsSentAgainWithItsIdAndNotedAsDelivered() {
        world.open("nlu");
        makeDead("s_a", 1);
        wish("s_a.l1.1@nlu");

        nudged();

        assertThat(world.requests).hasSize(1);
        assertThat(world.requests.get(0).eventId()).isEqualTo("msg_s_ax1");
        assertThat(world.requests.get(0).attempt().number()).isEqualTo(1);
        world.answerNext(200);
        assertThat(world.archive.noted("s_a.l1.1@nlu").status()).isEqualTo(Status.DELIVERED);
        assertThat(world.archive.wishes()).isEmpty();
    }

    @Test
    void deliveredOnesCanBeSentAgainToo() {
        world.open("nlu");
        world.show("s_a", 1, 3);
        world.answerAll(200);
        wish();

        nudged();

        assertThat(world.answerAll(200)).containsExactly("msg_s_ax1", "msg_s_ax2", "msg_s_ax3");
        assertThat(world.archive.wishes()).isEmpty();
        assertThat(world.shard.row("nlu/s_a").lastSeq()).isEqualTo(3);
    }

    @Test
    void aRepeatNeverOvertakesWhatIsPendingOfItsCall() {
        world.open("nlu");
        makeDead("s_a", 1);
        world.show("s_a", 2, 4);
        wish("s_a.l1.1@nlu");
        nudged();

        assertThat(world.answerAll(200)).containsExactly("msg_s_ax2", "msg_s_ax3", "msg_s_ax4", "msg_s_ax1");
    }

    @Test
    void noOtherRequestOfItsCallIsInFlightBesideARepeat() {
        world.open("nlu");
        makeDead("s_a", 1);
        wish("s_a.l1.1@nlu");
        nudged();
        assertThat(world.requests).hasSize(1);

        world.show("s_a", 2, 3);

        assertThat(world.requests).hasSize(1);
        assertThat(world.answerAll(200)).containsExactly("msg_s_ax1", "msg_s_ax2", "msg_s_ax3");
    }

    @Test
    void aRepeatThatFailsRestsAndLetsTheCallGoOn() {
        world.open("nlu");
        makeDead("s_a", 1);
        wish("s_a.l1.1@nlu");
        nudged();
        world.answerNext(500);

        world.show("s_a", 2, 3);
        assertThat(world.answerAll(200)).containsExactly("msg_s_ax2", "msg_s_ax3");
        assertThat(world.archive.wishes())
                .as("the wish stays while it is tried")
                .hasSize(1);
        assertThat(world.archive.noted("s_a.l1.1@nlu").status()).isEqualTo(Status.DEAD);

        world.advance(Duration.ofSeconds(2));
        assertThat(world.answerAll(200)).containsExactly("msg_s_ax1");
        assertThat(world.archive.noted("s_a.l1.1@nlu").attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {422, 500})
    void aRepeatThatFailsForGoodIsDeadAgain(int status) {
        world.open("nlu");
        makeDead("s_a", 1);
        world.show(Events.spoken("s_other", 1)); // or ten failures in a row would be the target's
        world.show(Events.spoken("s_third", 1));
        world.answerAll(200);
        wish("s_a.l1.1@nlu");
        nudged();

        int attempts = 0;
        while (!world.requests.isEmpty()) {
            attempts++;
            world.answerNext(status);
            world.advance(Duration.ofMinutes(6));
        }

        assertThat(attempts).isEqualTo(status == 422 ? 3 : 8);
        assertThat(world.archive.noted("s_a.l1.1@nlu").status()).isEqualTo(Status.DEAD);
        assertThat(world.archive.noted("s_a.l1.1@nlu").httpStatus()).isEqualTo(status);
        assertThat(world.archive.wishes()).isEmpty();
    }

    @Test
    void manyWishesAreTakenPageByPage() {
        world.open("nlu");
        for (int call = 0; call < 30; call++) {
            world.show("s_" + call, 1, 2);
        }
        world.answerAll(200);
        wish();

        nudged();

        assertThat(world.requests).hasSizeLessThanOrEqualTo(AT_ONCE);
        assertThat(world.answerAll(200)).hasSize(60).doesNotHaveDuplicates();
        assertThat(world.archive.wishes()).isEmpty();
    }

    @Test
    void anEndedCallComesAndGoes() {
        world.open("nlu");
        world.show("s_a", 1, 2);
        world.show(Events.ended("s_a", 3));
        world.show(Events.started("s_b"));
        world.answerAll(200);
        assertThat(world.shard.progress).containsOnlyKeys("nlu/s_b");
        wish("s_a.l1.2@nlu");

        nudged();

        assertThat(world.answerAll(200)).containsExactly("msg_s_ax2");
        assertThat(world.shard.progress).containsOnlyKeys("nlu/s_b");
    }

    @Test
    void aWishWaitsForATargetThatIsSuspended() {
        world.open("nlu");
        makeDead("s_a", 1);
        for (int call = 0; call < 10; call++) {
            world.show(Events.spoken("s_" + call, 1));
        }
        wish("s_a.l1.1@nlu");
        Repeats repeats = nudged();
        for (OneShard.Request request : List.copyOf(world.requests)) {
            world.answer(request, 503);
        }
        assertThat(world.state("nlu")).isEqualTo(TargetStatus.State.SUSPENDED);
        repeats.nudge();
        world.shard.runTasks();
        assertThat(world.requests).isEmpty();
        assertThat(world.archive.wishes()).containsExactly("s_a.l1.1@nlu");

        world.advance(Duration.ofSeconds(7));
        world.answerAll(200);
        repeats.nudge(); // as a change of health does
        world.shard.runTasks();

        assertThat(world.answerAll(200)).containsExactly("msg_s_ax1");
        assertThat(world.archive.wishes()).isEmpty();
    }

    @Test
    void aWishSurvivesARestart() {
        world.open("nlu");
        makeDead("s_a", 1);
        wish("s_a.l1.1@nlu");
        nudged();
        world.restart();
        world.open("nlu");
        world.replayAll();

        nudged();

        assertThat(world.answerAll(200)).containsExactly("msg_s_ax1");
    }

    @Test
    void aWishForAnEventThatIsNotKeptAnyMoreEndsWithAWord() {
        world.open("nlu");
        makeDead("s_a", 1);
        world.archive.lose(Events.spoken("s_a", 1));
        wish("s_a.l1.1@nlu");

        nudged();

        assertThat(world.requests).isEmpty();
        assertThat(world.archive.wishes()).isEmpty();
        assertThat(world.archive.noted("s_a.l1.1@nlu").detail()).contains("not kept any more");
    }

    @Test
    void drainingLeavesRepeatsForLater() {
        Dispatcher dispatcher = world.open("nlu");
        makeDead("s_a", 1);
        world.show(Events.spoken("s_a", 2)); // in flight
        wish("s_a.l1.1@nlu");
        nudged();

        var drained = dispatcher.drain();
        world.answerNext(200);

        assertThat(drained).isDone();
        assertThat(world.requests).isEmpty();
        assertThat(world.archive.wishes()).hasSize(1);
    }
}
