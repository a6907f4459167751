package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.SpeechEvent;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners that end the session from within an event. */
class LastingReentryTest {
    private final LastingWorld world = new LastingWorld();
    private final FakeVendor vendor = world.vendor;

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SpeechEvent.Health.class,
                SpeechEvent.Opened.class,
                SpeechEvent.Interim.class,
                SpeechEvent.Final.class,
                SpeechEvent.Settled.class,
                SpeechEvent.Fault.class,
                SpeechEvent.Progress.class
            })
    void aListenerMayCancelAtAnyEvent(Class<? extends SpeechEvent> type) {
        cancelAt(type::isInstance);
        world.open(vendor.withRepair());
        aCallWithTrouble();

        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(world.events).last().isInstanceOf(SpeechEvent.Closed.class);
        assertThat(world.budget.usedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SpeechEvent.Health.class,
                SpeechEvent.Opened.class,
                SpeechEvent.Interim.class,
                SpeechEvent.Final.class,
                SpeechEvent.Settled.class,
                SpeechEvent.Fault.class,
                SpeechEvent.Progress.class
            })
    void aListenerMayFinishAtAnyEvent(Class<? extends SpeechEvent> type) {
        boolean[] done = new boolean[1];
        world.onEvent = event -> {
            if (type.isInstance(event) && !done[0]) {
                done[0] = true;
                world.session().finish();
            }
        };
        world.open(vendor.withRepair());
        aCallWithTrouble();
        vendor.connections.forEach(FakeVendor.Connection::endsClean);
        answerAll();
        world.session().finish();
        answerAll();

        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(world.budget.usedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIVE", "Opened"})
    void finishedAsItOpensTheVendorStillHearsWhatWaited(String moment) {
        world.onEvent = event -> {
            if (event.toString().contains(moment)) {
                world.session().finish();
            }
        };
        world.open(vendor.withRepair());
        world.speak(600);
        vendor.latest().opens();

        assertThat(vendor.latest().finished).isTrue();
        assertThat(vendor.latest().heardBeforeFinish).isEqualTo(600 * 8);
    }

    @Test
    void cancelledBecauseAudioIsGivenUpNothingIsKept() {
        world.budget = new AudioBudget(10 * KeptAudio.BLOCK_BYTES);
        cancelAt(event ->
                event instanceof SpeechEvent.Fault fault && fault.code().equals("audio.shed"));
        world.open(vendor.streamsOnly());
        world.speak(20_000);

        assertThat(world.events).last().isInstanceOf(SpeechEvent.Closed.class);
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void cancelledAtTheFirstOfTwoPassagesTheSecondIsNotTold() {
        cancelAt(SpeechEvent.Final.class::isInstance);
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(DOWN);
        world.speak(7_000);
        world.silence(600);
        vendor.latestRequest().saysInTurn("one", 200, "two", 2_000);
        world.time.advance(100);

        assertThat(world.texts()).containsExactly("one");
        assertThat(world.events).last().isInstanceOf(SpeechEvent.Closed.class);
    }

    private void cancelAt(Predicate<SpeechEvent> moment) {
        world.onEvent = event -> {
            if (moment.test(event)) {
                world.session().cancel();
            }
        };
    }

    private void aCallWithTrouble() {
        world.speak(600);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(1_000);
        first.guesses("hello", 100, 500);
        first.settles("hello", 100, 500);
        first.says(new SpeechEvent.Settled(700, false, false));
        first.breaks(BROKEN);
        world.speak(7_000);
        world.silence(600);
        vendor.latest().opens();
        answerAll();
    }

    private void answerAll() {
        for (int i = 0; i < vendor.requests.size(); i++) { // an answer leads to the next
            vendor.requests.get(i).says();
            world.time.advance(40);
        }
    }
}
