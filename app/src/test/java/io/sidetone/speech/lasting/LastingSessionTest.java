package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BAD_KEY;
import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static io.sidetone.speech.lasting.LastingWorld.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leg whose vendor comes and goes. */
class LastingSessionTest {
    private final LastingWorld world = new LastingWorld();
    private final FakeVendor vendor = world.vendor;

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void whatWasSaidDuringTheHandshakeIsSentWhenItIsOver() {
        world.open(vendor.withRepair());
        world.speak(600);
        assertThat(vendor.connections).hasSize(1);
        assertThat(vendor.latest().heardMs()).isZero();

        vendor.latest().opens();
        world.speak(400);

        assertThat(vendor.latest().heard.toByteArray()).isEqualTo(world.spokenBetween(0, 1_000));
        assertThat(world.states()).containsExactly(SpeechEvent.State.CONNECTING, SpeechEvent.State.LIVE);
    }

    @Test
    void afterABreakWhatIsNotSettledIsSentAgainAndWhatWasSaidIsNotSaidTwice() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(2_900);
        first.settles("check", 500, 900, "the", 900, 1_000, "relay", 1_000, 1_500);
        first.breaks(BROKEN);
        world.speak(300);

        FakeVendor.Connection second = vendor.latest();
        assertThat(second).isNotSameAs(first);
        second.opens();
        assertThat(second.heard.toByteArray()).isEqualTo(world.spokenBetween(1_100, world.nowMs()));
        second.settles("Relay,", 1_020, 1_520, "now", 1_600, 1_900);

        assertThat(world.texts()).containsExactly("check the relay", "now");
        assertThat(world.states())
                .containsExactly(
                        SpeechEvent.State.CONNECTING,
                        SpeechEvent.State.LIVE,
                        SpeechEvent.State.RECONNECTING,
                        SpeechEvent.State.LIVE);
        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(SpeechEvent.Fault::code, SpeechEvent.Fault::resolved, SpeechEvent.Fault::lostMs)
                .containsExactly(tuple(Failure.DISCONNECTED, false, 0L), tuple(Failure.DISCONNECTED, true, 0L));
    }

    @Test
    void guessesDoNotRepeatWhatIsSettled() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(1_900);
        first.settles("relay", 1_000, 1_500);
        first.breaks(BROKEN);
        world.speak(300);
        vendor.latest().opens();

        vendor.latest().guesses("relay", 1_010, 1_510, "now", 1_600, 1_900);
        vendor.latest().guesses("relay", 1_010, 1_510);

        assertThat(world.all(SpeechEvent.Interim.class))
                .extracting(SpeechEvent.Interim::text)
                .containsExactly("now", "");
    }

    @Test
    void whatAnOldConnectionStillSaysCountsNoMore() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(900);
        first.breaks(BROKEN);
        world.speak(300);
        vendor.latest().opens();

        first.settles("ghost", 300, 600);

        assertThat(world.texts()).isEmpty();
    }

    @Test
    void aLongOutageIsRepairedAndTheLiveStreamBeginsAtThePresent() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(900);
        first.settles("one", 300, 500);
        first.breaks(DOWN);
        world.speak(8_000);
        assertThat(world.session().unsettledFromMs()).isEqualTo(500);
        vendor.latest().opens();
        world.time.advance(20);

        FakeVendor.Request gap = vendor.latestRequest();
        assertThat(gap.lengthMs()).isGreaterThan(3_000);
        assertThat(vendor.latest().heardMs()).isLessThanOrEqualTo(5_000 + 1_000);
        gap.says("one", 200, "two", 600, "three", 2_000);
        world.time.runNow();

        assertThat(world.all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text, SpeechEvent.Final::startMs, SpeechEvent.Final::repaired)
                .containsExactly(tuple("one", 300L, false), tuple("two three", 700L, true));
    }

    @Test
    void everyMillisecondOfAnOutageIsInSomePieceOrOnTheNewConnection() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(DOWN);
        for (int i = 0; i < 6; i++) {
            world.speak(3_000);
            world.silence(1_000);
            for (FakeVendor.Request request : vendor.requests) {
                request.says();
            }
            world.time.runNow();
        }
        vendor.latest().opens();
        vendor.requests.forEach(FakeVendor.Request::says);
        world.time.advance(100);

        long piecesMs =
                vendor.requests.stream().mapToLong(FakeVendor.Request::lengthMs).sum();
        assertThat(piecesMs + vendor.latest().heardMs()).isGreaterThanOrEqualTo(world.nowMs());
        assertThat(world.all(SpeechEvent.Progress.class)).last().isEqualTo(new SpeechEvent.Progress(0, 0, 0, -1));
    }

    @Test
    void refusedForGoodMeansPieceByPiece() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(BAD_KEY);
        world.speak(2_000);
        world.silence(1_000);

        assertThat(vendor.connections).hasSize(1);
        vendor.latestRequest().says("hello", 300);
        world.time.runNow();
        assertThat(world.texts()).containsExactly("hello");
        assertThat(world.states()).endsWith(SpeechEvent.State.BUFFERED);
    }

    @Test
    void refusedByAllIsTheEndAndEveryMillisecondIsAccountedFor() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(BAD_KEY);
        world.speak(2_000);
        world.silence(1_000);
        vendor.latestRequest().fails(BAD_KEY);
        world.time.advance(100);

        assertThat(world.events).last().isInstanceOf(SpeechEvent.Closed.class);
        assertThat(world.lostMs()).isEqualTo(3_100);
        assertThat(world.states()).endsWith(SpeechEvent.State.UNTRANSCRIBED);
    }

    @Test
    void theNextProviderTakesOverWithWhatIsNotSettled() {
        FakeVendor second = new FakeVendor("second");
        world.open(vendor.withRepair(), second.streamsOnly());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(1_900);
        first.settles("check", 500, 900);
        first.breaks(BAD_KEY);
        world.speak(100);

        second.latest().opens();
        assertThat(second.latest().heard.toByteArray()).isEqualTo(world.spokenBetween(500, world.nowMs()));
        second.latest().settles("check", 510, 890, "it", 1_000, 1_200);
        assertThat(world.texts()).containsExactly("check", "it");
    }

    @Test
    void noRoomAtTheVendorMeansPieceByPieceUntilThereIs() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(FULL);
        world.speak(6_000);
        world.silence(800);
        assertThat(world.states()).contains(SpeechEvent.State.BUFFERED);
        assertThat(vendor.requests).isNotEmpty();
        assertThat(vendor.connections.size()).isGreaterThan(1);

        vendor.latest().opens();
        assertThat(world.states()).endsWith(SpeechEvent.State.LIVE);
    }

    @Test
    void atTheEndWhatTheVendorDidNotConfirmIsRepairedBeforeClosed() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(1_900);
        session.finish();
        assertThat(first.finished).isTrue();
        first.settles("almost", 500, 900);
        first.breaks(BROKEN);
        world.time.advance(100);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();

        vendor.latestRequest().says("almost", 10, "everything", 700);
        world.time.runNow();

        assertThat(world.texts()).containsExactly("almost", "everything");
        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
    }

    @Test
    void theEndSaysWhatIsStillToBeRepairedAndThatMayStillCome() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(1_900);
        session.finish();
        vendor.latest().breaks(DOWN);
        world.time.advance(LastingRules.DEFAULTS.repair().toMillis() + 100);

        SpeechEvent.Closed closed = world.all(SpeechEvent.Closed.class).get(0);
        assertThat(closed.clean()).isFalse();
        assertThat(closed.pendingMs()).isEqualTo(2_000);
        vendor.latestRequest().says("late", 100);
        world.time.advance(100);

        assertThat(world.events).last().isInstanceOf(SpeechEvent.Final.class);
        assertThat(world.texts()).containsExactly("late");
        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
    }

    @Test
    void withoutAWayToRepairTheEndIsHeardAgainOnANewConnection() {
        SpeechSession session = world.open(vendor.streamsOnly());
        world.speak(100);
        FakeVendor.Connection first = vendor.latest().opens();
        world.speak(1_900);
        session.finish();
        first.settles("almost", 500, 900);
        first.breaks(BROKEN);
        world.time.advance(500);

        FakeVendor.Connection second = vendor.latest();
        assertThat(second).isNotSameAs(first);
        second.opens();
        assertThat(second.heard.toByteArray()).isEqualTo(world.spokenBetween(500, 2_000));
        assertThat(second.finished).isTrue();
        second.settles("everything", 1_000, 1_500);
        second.endsClean();
        assertThat(world.texts()).containsExactly("almost", "everything");
        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
    }

    @Test
    void withoutAWayToRepairWhatCannotBeKeptIsReportedToTheMillisecond() {
        world.rules = LastingWorld.withBuffer(10);
        world.open(vendor.streamsOnly());
        world.speak(100);
        vendor.latest().breaks(DOWN);
        world.speak(29_900);
        vendor.latest().opens();
        world.time.runNow();

        long sentMs = vendor.latest().heardMs();
        assertThat(sentMs).isBetween(9_000L, 10_000L);
        assertThat(world.lostMs()).isEqualTo(30_000 - sentMs);
        assertThat(world.budget.usedBytes()).isLessThanOrEqualTo(10 * 8_000);
    }

    @Test
    void aVendorThatTakesAudioTooSlowlyIsLeft() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection slow = vendor.latest().opens();
        world.speak(7_000);
        slow.backlogMs = 6_900;
        world.speak(400);

        assertThat(slow.cancelled).isTrue();
        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(SpeechEvent.Fault::code)
                .startsWith(Failure.STUCK);
        assertThat(vendor.connections).hasSize(2);
    }

    @Test
    void aFinalIsAskedForWhenSomebodyStopsAndOncePerRunOfSpeech() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(1_500);
        assertThat(vendor.latest().finalizes).isZero();
        world.silence(1_000);
        assertThat(vendor.latest().finalizes).isEqualTo(1);
        world.silence(2_000);
        assertThat(vendor.latest().finalizes).isEqualTo(1);
        world.speak(1_000);
        world.silence(1_000);
        assertThat(vendor.latest().finalizes).isEqualTo(2);
    }

    @Test
    void numbersAreNotCutIntoGroups() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(1_500);
        vendor.latest().guesses("it", 0, 500, "is", 500, 900, "4155", 900, 1_500);
        world.silence(800);
        assertThat(vendor.latest().finalizes).isZero();
        world.silence(1_000);
        assertThat(vendor.latest().finalizes).isEqualTo(1);
    }

    @Test
    void whereAFinalWasWantedItIsWantedAgainWhenThatIsSentAgain() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(900);
        session.finalizeNow(); // the call is paused
        world.hole(2_000);
        world.speak(500);
        vendor.latest().breaks(BROKEN);
        world.speak(300);
        vendor.latest().opens();

        assertThat(vendor.latest().finalizedAtMs).containsExactly(1_000L);
        assertThat(vendor.latest().heardMs()).isEqualTo(1_800);
    }

    @Test
    void nothingIsAskedForWhileAudioIsBeingCaughtUp() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        world.speak(1_500);
        vendor.latest().backlogMs = 2_000;
        world.silence(1_000);
        assertThat(vendor.latest().finalizes).isZero();
    }

    @Test
    void silenceCanCloseTheConnectionAndTheNextWordIsWhole() {
        world.rules = LastingWorld.rules(LastingRules.Silence.CLOSE);
        world.open(vendor.withRepair());
        world.speak(1_000);
        FakeVendor.Connection first = vendor.latest().opens();
        world.silence(31_000);
        assertThat(first.finished).isTrue();
        first.settles("hello", 100, 900);
        first.endsClean();
        world.silence(20_000);
        assertThat(vendor.connections).hasSize(1);
        long voiceMs = world.nowMs();
        world.speak(400);

        assertThat(vendor.connections).hasSize(2);
        vendor.latest().opens();
        byte[] heard = vendor.latest().heard.toByteArray();
        byte[] before = world.spokenBetween(voiceMs - 2_000, world.nowMs());
        assertThat(heard).endsWith(before);
        assertThat(world.lostMs()).isZero();
    }

    @Test
    void silenceCanBeFilledSoThatTheVendorsClockGoesOn() {
        world.rules = LastingWorld.rules(LastingRules.Silence.FILL);
        world.open(vendor.withRepair());
        world.speak(200);
        vendor.latest().opens();
        world.hole(5_000);
        long filledMs = vendor.latest().heardMs();
        world.speak(200);

        assertThat(filledMs).isBetween(4_000L, 4_400L);
        assertThat(vendor.latest().heardMs()).isBetween(5_380L, 5_400L);
    }

    @Test
    void speechCanBeBufferedByChoice() {
        world.rules = LastingWorld.buffered();
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(2_000);
        world.silence(1_000);
        vendor.latestRequest().says("first", 100);
        world.time.runNow();
        world.speak(1_000);
        session.finish();
        world.time.advance(40);
        vendor.latestRequest().says("second", 1_000);
        world.time.runNow();

        assertThat(vendor.connections).isEmpty();
        assertThat(world.all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text, SpeechEvent.Final::repaired)
                .containsExactly(tuple("first", false), tuple("second", false));
        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
    }
}
