package io.sidetone.speech.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.Failure;
import io.sidetone.speech.Failure.Remedy;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can go wrong with a session, and what comes of it. */
class AssemblyAiTroubleTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBadKeyIsAFaultAfterTheUpgradeAndBeforeTheSession() {
        world.assemblyAi.begins = false;
        SpeechSession session = world.open();
        world.speak(session, 200);
        world.time.until("the upgrade is answered", () -> world.assemblyAi.targets.size() == 1);
        world.assemblyAi.says(Said.error(1008, "Unauthorized connection"));
        world.assemblyAi.closes(1008, "See Error message for details");
        world.untilClosed();

        assertThat(world.failure().remedy()).isEqualTo(Remedy.NEVER);
        assertThat(world.failure().message()).contains("1008").contains("assemblyai.api-key");
        assertThat(world.all(SpeechEvent.Opened.class)).isEmpty();
        assertThat(world.only(SpeechEvent.Fault.class).lostMs()).isEqualTo(200);
    }

    @Test
    void noBeginInTimeIsAFault() {
        world.assemblyAi.begins = false;
        SpeechSession session = world.open();
        world.speak(session, 200);
        world.time.until("the upgrade is answered", () -> world.assemblyAi.targets.size() == 1);
        world.time.advance(5_020);

        assertThat(world.failure().code()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(world.failure().message()).contains("no Begin within 5000 ms");
    }

    @Test
    void aRefusedUpgradeTellsItsStatusAndHowLongToWait() {
        world.assemblyAi.refusal = "HTTP/1.1 429 Too Many Requests\nRetry-After: 7\nContent-Length: 0\n\n";
        world.speak(world.open(), 200);
        world.untilClosed();

        assertThat(world.failure().remedy()).isEqualTo(Remedy.WAIT_FOR_ROOM);
        assertThat(world.failure().retryAfter()).hasSeconds(7);
    }

    @Test
    void nobodyThereIsAFault() throws IOException {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
        world.speak(world.open(URI.create("ws://127.0.0.1:" + port)), 20);
        world.untilClosed();

        assertThat(world.failure().remedy()).isEqualTo(Remedy.BACK_OFF);
    }

    @Test
    void anErrorEndsTheSessionAndSettlesWhatHadEnded() {
        world.talking(1_000);
        world.hears(Said.plain(0, "replace it", 200), SpeechEvent.Interim.class);
        world.assemblyAi.says(Said.error(3005, "server trouble"));
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Final.class).text()).isEqualTo("replace it");
        assertThat(world.failure().remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(world.failure().message()).contains("server trouble");
    }

    @Test
    void aCloseWithoutAnErrorIsJudgedByItsCode() {
        world.talking(1_000);
        world.assemblyAi.closes(3008, "Session expired");
        world.untilClosed();

        assertThat(world.failure().remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(world.closed().clean()).isFalse();
    }

    @Test
    void aLostConnectionIsAFault() {
        world.talking(1_000);
        world.assemblyAi.hangsUp();
        world.untilClosed();

        assertThat(world.failure().code()).isEqualTo(Failure.DISCONNECTED);
        assertThat(world.failure().remedy()).isEqualTo(Remedy.RECONNECT);
    }

    @Test
    void silenceProvesNothingWhilePingsAreAnswered() {
        SpeechSession session = world.talking(200);
        for (int second = 0; second < 30; second++) {
            world.speakLive(session, 1_000);
            world.pongs((second + 1) / 4);
        }

        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
    }

    @Test
    void aVendorThatReadsNothingIsStuck() {
        SpeechSession session = world.talking(200);
        world.assemblyAi.reads(false);
        world.speakLive(session, 12_200);

        assertThat(world.failure().code()).isEqualTo(Failure.STUCK);
        assertThat(world.failure().remedy()).isEqualTo(Remedy.RECONNECT);
    }

    @Test
    void aVendorThatGivesNoSignOfLifeIsStuck() {
        SpeechSession session = world.talking(200);
        world.assemblyAi.answersPings = false;
        world.speakLive(session, 11_900);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
        world.speakLive(session, 200);

        assertThat(world.failure().code()).isEqualTo(Failure.STUCK);
    }

    @Test
    void noTerminationInTimeIsNotClean() {
        world.assemblyAi.saysTermination = false;
        SpeechSession session = world.talking(200);
        session.finish();
        world.untilFrames(3);
        world.time.advance(10_020);

        assertThat(world.closed().clean()).isFalse();
        assertThat(world.failure().message()).contains("Termination");
    }

    @Test
    void aGoodbyeWithoutTerminationIsNotClean() {
        world.assemblyAi.saysTermination = false;
        SpeechSession session = world.talking(200);
        session.finish();
        world.untilFrames(3);
        world.assemblyAi.closes(1000, "");
        world.untilClosed();

        assertThat(world.closed().clean()).isFalse();
        assertThat(world.closed().failure()).isNull();
    }
}
