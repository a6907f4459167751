package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every millisecond is heard, or waits, or is reported; whatever times and lengths come in. */
class LastingAccountsTest {
    private final LastingWorld world = new LastingWorld();
    private final FakeVendor vendor = world.vendor;

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest(name = "buffer {0} s, catch-up {1} s, repair by request {2}, outage {3} s")
    @CsvSource({
        "1, 5, true, 10",
        "1, 5, false, 10",
        "1, 0, true, 30",
        "5, 30, true, 20",
        "5, 30, false, 20",
        "30, 0, true, 20",
        "30, 5, false, 100",
        "2, 60, true, 61",
    })
    void whatIsNotHeardIsReported(int bufferSeconds, int catchUpSeconds, boolean repair, int outageSeconds) {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.bufferSeconds = bufferSeconds;
        rules.catchUpSeconds = catchUpSeconds;
        world.rules = rules.made();
        SpeechSession session = world.open(repair ? vendor.withRepair() : vendor.streamsOnly());
        world.speak(100);
        vendor.latest().breaks(DOWN);
        world.speak(outageSeconds * 1_000L);
        long memory = world.budget.usedBytes();
        vendor.latest().opens();
        session.finish();
        vendor.latest().endsClean();
        world.time.advance(40);
        long askedMs = 0;
        for (int i = 0; i < vendor.requests.size(); i++) {
            askedMs += vendor.requests.get(i).lengthMs();
            vendor.requests.get(i).says();
            world.time.advance(40);
        }

        assertThat(memory).isLessThanOrEqualTo(Math.max(5, bufferSeconds) * 8_000L + 2 * KeptAudio.BLOCK_BYTES);
        assertThat(askedMs > 0).isEqualTo(repair);
        assertThat(world.lostMs() + askedMs + vendor.latest().heardMs()).isGreaterThanOrEqualTo(world.nowMs());
        assertThat(world.events).last().isInstanceOf(SpeechEvent.Closed.class);
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void whatAVendorHeardAndNeverSettledIsLostWhenItBreaksAndIsNotKeptAnyMore() {
        world.open(vendor.streamsOnly());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(49_900);
        assertThat(world.lostMs()).isZero();
        line.breaks(BROKEN);
        world.speak(500);
        vendor.latest().opens();

        assertThat(world.lostMs() + vendor.latest().heardMs()).isEqualTo(world.nowMs());
        assertThat(world.lostMs()).isGreaterThanOrEqualTo(19_000);
    }

    @Test
    void whatAVendorSettledInTheEndIsNotLost() {
        world.open(vendor.streamsOnly());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(49_900);
        line.settles("long", 0, 49_000);
        line.breaks(BROKEN);
        world.speak(500);
        vendor.latest().opens();

        assertThat(world.lostMs()).isZero();
        assertThat(vendor.latest().heardMs()).isEqualTo(1_900);
    }

    @Test
    void aVendorCannotSettleWhatIsNotSpokenYet() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(900);
        line.settlesUntil(3_600_000, "hello", 300, 700);
        world.speak(1_000);
        line.breaks(BROKEN);
        world.speak(300);
        vendor.latest().opens();

        assertThat(vendor.latest().heard.toByteArray()).endsWith(world.spokenBetween(1_000, 2_300));
    }

    @Test
    void callTimeMayJumpBackBehindWhatIsSettled() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(1_900);
        line.settles("hello", 500, 2_000);
        byte[] back = new byte[800];
        session.audio(Unpooled.wrappedBuffer(back), 1_500);
        assertThat(session.unsettledFromMs()).isEqualTo(Long.MAX_VALUE);
        line.breaks(BROKEN);
        world.time.advance(500);
        vendor.latest().opens();

        assertThat(vendor.latest().heard.toByteArray()).endsWith(back);
        assertThat(vendor.latest().heardMs()).isEqualTo(100);
    }

    @Test
    void slicesMayHaveAnyLength() {
        SpeechSession session = world.open(vendor.withRepair());
        long atBytes = 0;
        for (int i = 0; i < 101; i++) {
            session.audio(Unpooled.wrappedBuffer(new byte[83]), atBytes / 8);
            atBytes += 83;
        }
        vendor.latest().breaks(DOWN);
        session.finish();
        world.time.advance(100);

        assertThat(vendor.latestRequest().audio).hasSize(101 * 83);
    }

    @Test
    void aHoleIsNoAudioThatCouldBeLost() {
        world.open(vendor.withRepair());
        world.speak(1_000);
        vendor.latest().breaks(DOWN);
        world.hole(20_000);
        world.speak(1_000);
        world.session().finish();
        vendor.latest().breaks(DOWN);
        world.time.advance(100);
        vendor.requests.forEach(request -> request.fails(LastingWorld.BAD_KEY));
        world.time.advance(100);

        assertThat(world.lostMs()).isEqualTo(2_000);
    }

    @Test
    void aBurstIsNotTheVendorsFault() {
        world.open(vendor.withRepair());
        world.speak(100);
        FakeVendor.Connection line = vendor.latest().opens();
        world.speak(900);
        world.burst(10_000);
        line.backlogMs = 10_000;
        world.time.advance(40);

        assertThat(line.cancelled).isTrue();
        assertThat(vendor.connections).hasSize(2); // at once
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();
        vendor.latest().opens();
        world.time.advance(40);
        assertThat(vendor.latestRequest().lengthMs()).isBetween(8_000L, 11_000L);
        assertThat(vendor.latest().heard.toByteArray())
                .endsWith(world.spokenBetween(world.nowMs() - 900, world.nowMs()));
    }

    @Test
    void aBurstBeforeTheConnectionIsOpenIsHeardWhole() {
        world.open(vendor.withRepair());
        world.burst(10_000);
        vendor.latest().opens();
        world.time.advance(40);

        assertThat(vendor.latestRequest().lengthMs() + vendor.latest().heardMs())
                .isGreaterThanOrEqualTo(10_000);
        assertThat(world.lostMs()).isZero();
    }

    @Test
    void withoutAWayToRepairNobodyToBeHadIsSaidAndTakenBack() {
        world.open(vendor.streamsOnly());
        world.speak(100);
        for (int i = 0; i < 5; i++) {
            vendor.latest().breaks(DOWN);
            world.speak(12_000);
        }
        assertThat(world.states()).endsWith(SpeechEvent.State.UNTRANSCRIBED);
        assertThat(world.all(SpeechEvent.Progress.class)
                        .get(world.all(SpeechEvent.Progress.class).size() - 1))
                .extracting(SpeechEvent.Progress::untranscribedFromMs)
                .isNotEqualTo(-1L);
        vendor.latest().opens();
        world.time.advance(40);

        assertThat(world.states()).endsWith(SpeechEvent.State.LIVE);
        assertThat(world.all(SpeechEvent.Progress.class)
                        .get(world.all(SpeechEvent.Progress.class).size() - 1))
                .extracting(SpeechEvent.Progress::untranscribedFromMs)
                .isEqualTo(-1L);
    }

    @Test
    void everyFaultHasItsEndOnceTheStreamIsOpenAgain() {
        world.open(vendor.streamsOnly());
        world.speak(100);
        for (Failure failure : List.of(DOWN, LastingWorld.FULL, BROKEN, DOWN)) {
            vendor.latest().breaks(failure);
            world.speak(12_000);
        }
        vendor.latest().opens();

        List<SpeechEvent.Fault> faults = world.all(SpeechEvent.Fault.class);
        assertThat(faults.stream().filter(SpeechEvent.Fault::resolved).map(SpeechEvent.Fault::code))
                .containsExactlyInAnyOrderElementsOf(faults.stream()
                        .filter(fault -> !fault.resolved())
                        .map(SpeechEvent.Fault::code)
                        .toList());
        assertThat(faults.stream().filter(fault -> fault.message().contains("open again")))
                .hasSize(1);
    }
}
