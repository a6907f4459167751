package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BAD_KEY;
import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ends of calls at bad moments: each comes, once, and says what is true. */
class LastingEndTest {
    private static final SpeechEvent.Closed ALL_IS_WELL = new SpeechEvent.Closed(true, "finished");

    private final LastingWorld world = new LastingWorld();
    private final FakeVendor vendor = world.vendor;

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void withoutAudioItEndsAtOnce() {
        world.open(vendor.withRepair()).finish();

        assertThat(world.events).containsExactly(ALL_IS_WELL);
        assertThat(vendor.connections).isEmpty();
    }

    @Test
    void finishedDuringTheHandshakeAllIsHeardFirst() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(600);
        session.finish();
        vendor.latest().opens();

        assertThat(vendor.latest().heardBeforeFinish).isEqualTo(600 * 8);
        vendor.latest().settles("hello", 100, 500);
        vendor.latest().endsClean();
        assertThat(world.events).last().isEqualTo(ALL_IS_WELL);
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void aConnectionThatNeverOpenedHasConfirmedNothing() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(600);
        session.finish();
        vendor.latest().endsClean();
        world.time.advance(100);

        assertThat(vendor.latestRequest().lengthMs()).isEqualTo(600);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
    }

    @Test
    void withoutTimeForRepairsAnOpenConnectionMayStillSayItsLastWords() {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.repairSeconds = 0;
        world.rules = rules.made();
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(900);
        session.finish();
        world.time.advance(2_000);
        line.settles("goodbye", 500, 900);
        line.endsClean();

        assertThat(line.cancelled).isFalse();
        assertThat(world.texts()).containsExactly("goodbye");
        assertThat(world.events).last().isEqualTo(ALL_IS_WELL);
    }

    @Test
    void aConnectionThatNeverConfirmsTheEndIsLeft() {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.repairSeconds = 0;
        world.rules = rules.made();
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(900);
        session.finish();
        world.time.advance(10_100);

        assertThat(vendor.latest().cancelled).isTrue();
        assertThat(world.all(SpeechEvent.Closed.class))
                .extracting(SpeechEvent.Closed::pendingMs)
                .containsExactly(1_000L);
        vendor.latestRequest().says("goodbye", 500);
        world.time.advance(100);
        assertThat(world.texts()).containsExactly("goodbye");
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void whatComesAfterTheEndIsMarkedAsRepairedAlsoWhereThatIsTheUsualWay() {
        world.rules = LastingWorld.buffered();
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(1_000);
        session.finish();
        world.time.advance(LastingRules.DEFAULTS.repair().toMillis() + 100);
        assertThat(world.all(SpeechEvent.Closed.class))
                .extracting(SpeechEvent.Closed::pendingMs)
                .containsExactly(1_000L);
        vendor.latestRequest().says("late", 100);
        world.time.advance(40);

        assertThat(world.all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text, SpeechEvent.Final::repaired)
                .containsExactly(tuple("late", true));
    }

    @Test
    void whatWasMadeUpForIsNoFaultAnyMore() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(900);
        session.finish();
        vendor.latest().breaks(BROKEN);
        world.time.advance(100);
        vendor.latestRequest().says("goodbye", 500);
        world.time.advance(100);

        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(SpeechEvent.Fault::code, SpeechEvent.Fault::resolved)
                .containsExactly(tuple(Failure.DISCONNECTED, false), tuple(Failure.DISCONNECTED, true));
        assertThat(world.events).last().isEqualTo(ALL_IS_WELL);
    }

    @Test
    void aRefusalStaysOne() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(BAD_KEY);
        session.finish();
        world.time.advance(100);
        vendor.latestRequest().says("hello", 0);
        world.time.advance(100);

        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(SpeechEvent.Fault::code, SpeechEvent.Fault::resolved)
                .containsExactly(tuple(Failure.REFUSED, false));
        assertThat(world.events).last().isEqualTo(ALL_IS_WELL);
    }

    @Test
    void givenUpByAllWhileFinishingTheEndSaysWhy() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(600);
        vendor.latest().breaks(BAD_KEY);
        session.finish();
        world.time.advance(100);
        vendor.latestRequest().fails(BAD_KEY);
        world.time.advance(100);

        assertThat(world.lostMs()).isEqualTo(600);
        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(world.all(SpeechEvent.Closed.class).get(0).clean()).isFalse();
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void repairsThatNeverComeAreGivenUpInTheEnd() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(600);
        vendor.latest().breaks(DOWN);
        session.finish();
        world.time.advance(LastingRules.DEFAULTS
                .repair()
                .plus(LastingRules.DEFAULTS.afterEnd())
                .plusSeconds(1)
                .toMillis());

        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(world.budget.usedBytes()).isZero();
        assertThat(world.meters.counter("sidetone_stt_audio_given_up_ms").count())
                .isEqualTo(600);
    }

    @Test
    void whatIsLeftOfAnErasedCallIsForgotten() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(600);
        vendor.latest().breaks(DOWN);
        session.finish();
        world.time.advance(LastingRules.DEFAULTS.repair().plusSeconds(1).toMillis());
        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(world.budget.usedBytes()).isPositive();
        int told = world.events.size();

        world.forget("s_another");
        world.time.advance(20);
        assertThat(world.budget.usedBytes()).isPositive();
        world.forget("s_1");
        world.time.advance(LastingRules.DEFAULTS.afterEnd().toMillis());

        assertThat(world.budget.usedBytes()).isZero();
        assertThat(world.events).hasSize(told);
    }

    @Test
    void withNothingUnsettledABreakWhileFinishingIsTheEnd() {
        SpeechSession session = world.open(vendor.streamsOnly());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(900);
        line.settles("all", 500, 1_000);
        session.finish();
        line.breaks(BROKEN);

        assertThat(vendor.connections).hasSize(1);
        assertThat(world.events).last().isEqualTo(ALL_IS_WELL);
    }

    @Test
    void withNobodyToAskItEndsAllTheSame() {
        SpeechSession session = world.open(vendor.streamsOnly());
        world.speak(600);
        vendor.latest().breaks(DOWN);
        session.finish();
        world.time.advance(LastingRules.DEFAULTS.repair().plusSeconds(20).toMillis());

        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void piecesNeedSomebodyWhoTakesThem() {
        world.rules = LastingWorld.buffered();

        assertThatThrownBy(() -> world.open(vendor.streamsOnly()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[fake]")
                .hasMessageContaining("speech.mode");
    }
}
