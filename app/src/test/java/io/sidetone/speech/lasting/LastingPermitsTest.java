package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sidetone.speech.Prerecorded;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Transcript;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One attempt at a time is allowed: whatever becomes of it, the next leg must get its turn. */
class LastingPermitsTest {
    private final LastingWorld world = new LastingWorld();
    private final FakeVendor vendor = world.vendor;

    @BeforeEach
    void allowOne() {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.attemptsAtOnce = 1;
        rules.repairSeconds = 0;
        world.rules = rules.made();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void cancelledWhileConnecting() {
        world.open(vendor.withRepair());
        world.speak(100);
        world.session().cancel();

        assertThatAnotherLegIsConnected();
    }

    @Test
    void cancelledByTheListenerBeforeItConnects() {
        world.onEvent = event -> {
            if (event instanceof SpeechEvent.Health) {
                world.session().cancel();
            }
        };
        world.open(vendor.withRepair());
        world.speak(100);
        world.onEvent = event -> {};

        assertThat(vendor.latest().wanted).isFalse();
        assertThat(world.all(SpeechEvent.Closed.class)).hasSize(1);
        assertThatAnotherLegIsConnected();
    }

    @Test
    void notOpenWhenTheEndHasWaitedLongEnough() {
        SpeechSession session = world.open(vendor.withRepair());
        world.speak(100);
        session.finish();
        world.time.advance(100);

        assertThat(vendor.latest().cancelled).isTrue();
        assertThatAnotherLegIsConnected();
    }

    @Test
    void finishedWhileConnectingWithoutAudio() {
        SpeechSession session = world.open(vendor.withRepair());
        session.connect();
        session.finish();

        assertThat(world.events).last().isEqualTo(new SpeechEvent.Closed(true, "finished"));
        assertThatAnotherLegIsConnected();
    }

    @Test
    void cancelledByTheListenerAsItOpens() {
        world.open(vendor.withRepair());
        world.speak(100);
        world.onEvent = event -> world.session().cancel();
        vendor.latest().opens();
        world.onEvent = event -> {};

        assertThatAnotherLegIsConnected();
    }

    @Test
    void openedTwiceGivesOneBack() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().opens();
        vendor.latest().opens();

        assertThat(vendor.latest().heardMs()).isEqualTo(100);
        assertThatAnotherLegIsConnected();
        hear(world.another());
        assertThat(vendor.connections).hasSize(2);
    }

    @Test
    void refusedThenAgain() {
        world.open(vendor.withRepair());
        world.speak(100);
        vendor.latest().breaks(BROKEN);
        world.session().cancel();

        assertThatAnotherLegIsConnected();
    }

    @Test
    void cancelledWhileARequestIsUnderWay() {
        world.rules = oneRequest();
        world.open(vendor.withRepair());
        world.speak(1_000);
        world.silence(1_000);
        world.session().cancel();
        vendor.latestRequest().fails(DOWN);
        world.time.runNow();

        assertThatAnotherLegIsHeard();
    }

    @Test
    void aVendorThatThrowsWhenAsked() {
        world.rules = oneRequest();
        Provider rude = new Provider("rude", vendor, new Rude(vendor), false);
        world.open(rude);
        world.speak(1_000);
        world.silence(1_000);
        world.silence(3_000);

        assertThat(vendor.requests).hasSize(1);
    }

    private static LastingRules oneRequest() {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.attemptsAtOnce = 1;
        rules.streaming = false;
        return rules.made();
    }

    private void assertThatAnotherLegIsConnected() {
        int before = vendor.connections.size();
        hear(world.another());
        assertThat(vendor.connections).hasSize(before + 1);
        assertThat(vendor.latest().wanted).isTrue();
    }

    private void assertThatAnotherLegIsHeard() {
        int before = vendor.requests.size();
        SpeechSession other = world.another();
        hear(other);
        other.finish();
        world.time.advance(2_000);
        assertThat(vendor.requests).hasSize(before + 1);
    }

    private static void hear(SpeechSession session) {
        session.audio(Unpooled.wrappedBuffer(new byte[160]), 0);
    }

    /** Throws once, where it should have answered. */
    private static final class Rude implements Prerecorded {
        private final Prerecorded polite;
        private boolean thrown;

        Rude(Prerecorded polite) {
            this.polite = polite;
        }

        @Override
        public String provider() {
            return polite.provider();
        }

        @Override
        public CompletionStage<Transcript> transcribe(SpeechLeg leg, byte[] muLaw) {
            if (!thrown) {
                thrown = true;
                throw new IllegalStateException("on purpose");
            }
            return polite.transcribe(leg, muLaw);
        }
    }
}
