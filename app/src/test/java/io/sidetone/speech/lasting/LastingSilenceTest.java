package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that are closed while nobody speaks, and silence that is skipped to catch up. */
class LastingSilenceTest {
    private final LastingWorld world = new LastingWorld();
    private final FakeVendor vendor = world.vendor;

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void aWordWhileTheOldConnectionIsStillFinishingIsHeardByTheNext() {
        FakeVendor.Connection first = retiring();
        world.silence(500);
        long fromMs = world.nowMs();
        world.speak(600);
        long toMs = world.nowMs();
        world.silence(8_000);
        assertThat(vendor.connections).hasSize(1); // one at a time, so that no word is heard twice
        first.endsClean();
        world.silence(100);

        assertThat(vendor.connections).hasSize(2);
        vendor.latest().opens();
        world.time.advance(40);
        assertThatSomebodyHears(fromMs, toMs);
        assertThat(world.lostMs()).isZero();
    }

    @Test
    void whatTheOldConnectionDidNotConfirmIsHeardAgain() {
        FakeVendor.Connection first = retiring();
        first.says(new SpeechEvent.Settled(20_000, false, false));
        first.breaks(BROKEN);
        world.silence(40);
        vendor.latest().opens();
        world.time.advance(40);

        assertThat(vendor.connections).hasSize(2);
        assertThatSomebodyHears(20_000, world.nowMs());
    }

    @Test
    void finishedWhileTheOldConnectionIsFinishingTheEndWaitsForIt() {
        FakeVendor.Connection first = retiring();
        world.session().finish();
        first.settles("late", 500, 900);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
        first.endsClean();
        world.time.advance(40);
        vendor.latestRequest().says(); // what came since it was asked to finish
        world.time.advance(40);

        assertThat(world.texts()).containsExactly("late");
        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
        assertThat(world.budget.usedBytes()).isZero();
    }

    @Test
    void finishedWhileClosedForSilenceTheLastMomentsAreTranscribed() {
        SpeechSession session;
        FakeVendor.Connection first = retiring();
        first.endsClean();
        world.silence(5_000);
        session = world.session();
        session.finish();
        world.time.advance(40);
        assertThat(vendor.latestRequest().lengthMs()).isBetween(3_000L, 3_400L);
        vendor.latestRequest().says();
        world.time.advance(40);

        assertThat(vendor.connections).hasSize(1);
        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
    }

    @Test
    void nothingIsUnsettledWhileClosedForSilenceAndTheWordIsOnceItIsSpoken() {
        FakeVendor.Connection first = retiring();
        assertThat(world.session().unsettledFromMs()).isEqualTo(Long.MAX_VALUE);
        first.endsClean();
        world.silence(1_000);
        assertThat(world.session().unsettledFromMs()).isEqualTo(Long.MAX_VALUE);
        long fromMs = world.nowMs();
        world.speak(400);

        assertThat(world.session().unsettledFromMs()).isLessThanOrEqualTo(fromMs);
        vendor.latest().opens();
        assertThat(world.session().unsettledFromMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void silenceIsSkippedToCatchUpAndTheBeginningOfTheNextWordIsHeard() {
        world.open(vendor.realTimeOnly());
        world.speak(200);
        FakeVendor.Connection line = vendor.latest().opens();
        world.silence(1_000);
        line.backlogMs = 2_000;
        long silentMs = line.heardMs();
        world.silence(4_000);
        assertThat(line.heardMs()).isLessThan(silentMs + 500);
        long voiceMs = world.nowMs();
        world.speak(400);

        assertThat(line.heard.toByteArray()).endsWith(world.spokenBetween(voiceMs - 200, voiceMs + 400));
        assertThat(line.time.endMs()).isEqualTo(world.nowMs());
        assertThat(line.time.callTimeMs((line.heardMs() - 400) / 1_000.0)).isEqualTo(voiceMs);
    }

    @Test
    void skippingEndsWhenTheVendorHasCaughtUp() {
        world.open(vendor.realTimeOnly());
        world.speak(200);
        FakeVendor.Connection line = vendor.latest().opens();
        world.silence(1_000);
        line.backlogMs = 2_000;
        world.silence(4_000);
        line.backlogMs = 0;
        world.silence(1_000);

        assertThat(line.heard.toByteArray()).endsWith(world.spokenBetween(world.nowMs() - 1_200, world.nowMs()));
    }

    @Test
    void whatIsReplayedWithoutItsSilenceEndsAtThePresent() {
        world.open(vendor.realTimeOnly());
        world.speak(600);
        world.silence(3_000);
        world.hole(100);
        vendor.latest().opens();

        FakeVendor.Connection line = vendor.latest();
        assertThat(line.heardMs()).isBetween(1_000L, 2_000L);
        assertThat(line.time.endMs()).isEqualTo(3_600);
        assertThat(line.heard.toByteArray()).startsWith(world.spokenBetween(0, 800));
        assertThat(line.heard.toByteArray()).endsWith(world.spokenBetween(3_300, 3_600));
    }

    /** A connection that has been asked to finish because of silence. */
    private FakeVendor.Connection retiring() {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.silence = LastingRules.Silence.CLOSE;
        world.rules = rules.made();
        world.open(vendor.withRepair());
        world.speak(1_000);
        FakeVendor.Connection first = vendor.latest().opens();
        world.silence(31_000);
        assertThat(first.finished).isTrue();
        return first;
    }

    /** Whether every sample of a stretch is in a request, or with a connection after the first. */
    private void assertThatSomebodyHears(long fromMs, long toMs) {
        boolean[] heard = new boolean[(int) (toMs - fromMs)];
        vendor.requests.forEach(request -> mark(heard, request.audio, fromMs));
        vendor.connections.stream().skip(1).forEach(connection -> mark(heard, connection.heard.toByteArray(), fromMs));
        for (int ms = 0; ms < heard.length; ms++) {
            assertThat(heard[ms]).as("call time %s ms", fromMs + ms).isTrue();
        }
    }

    private void mark(boolean[] heard, byte[] audio, long fromMs) {
        String all = new String(audio, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int ms = 0; ms + 20 <= heard.length; ms += 20) {
            String wanted = new String(
                    world.spokenBetween(fromMs + ms, fromMs + ms + 20), java.nio.charset.StandardCharsets.ISO_8859_1);
            if (all.contains(wanted)) {
                java.util.Arrays.fill(heard, ms, ms + 20, true);
            }
        }
    }
}
