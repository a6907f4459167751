package io.sidetone.sim.twilio;

import io.sidetone.sim.twilio.FakeBridge.Answer;
import io.sidetone.sim.twilio.FakeBridge.Post;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A simulated Twilio and a bridge to call, with the calls that most tests place. */
abstract class AgainstABridge {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final CallAudio AUDIO = CallAudio.twoSpeakers(speech(1, 6400), speech(2, 8000));

    final FakeBridge bridge = FakeBridge.start();
    final TwilioSimulator twilio = TwilioSimulator.start(
            new TwilioAccount("AC00000000000000000000000000000001", TOKEN),
            InstantSource.fixed(Instant.parse("2025-01-02T03:04:05.678Z")),
            new Random(20));

    @AfterEach
    void hangUp() {
        twilio.close();
        bridge.close();
    }

    List<String> progress() {
        return bridge.postsTo("/twilio/call-status").stream().map(Post::event).toList();
    }

    Answer streamThenDial() {
        return Answer.twiml("""
                <Say>This call is transcribed.</Say>
                <Start><Stream name="legs" url="%s/abc" track="both_tracks" statusCallback="/twilio/stream-status">
                  <Parameter name="session" value="s_1"/></Stream></Start>
                <Dial action="/twilio/dial-ended" timeout="20">
                  <Number statusCallback="/twilio/call-status"
                    statusCallbackEvent="initiated ringing answered completed">+15005550010</Number>
                </Dial>""".formatted(bridge.media()));
    }

    CallPlan voice() {
        return CallPlan.of(new Target.VoiceUrl(bridge.voice()), AUDIO).atSpeed(CallPlan.AS_FAST_AS_POSSIBLE);
    }

    CallPlan media() {
        return CallPlan.of(new Target.MediaUrl(bridge.media()), AUDIO).atSpeed(CallPlan.AS_FAST_AS_POSSIBLE);
    }

    CallReport place(CallPlan plan) {
        return twilio.place(plan)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    static byte[] speech(long seed, int bytes) {
        byte[] muLaw = new byte[bytes];
        new Random(seed).nextBytes(muLaw);
        return muLaw;
    }
}
