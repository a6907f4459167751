package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that goes well, the whole way and straight to a socket, over loopback. */
class CallTest {
    private static final byte[] CALLER = speech(1, 800 * 8);
    private static final byte[] AGENT = speech(2, 1000 * 8);

    private final FakeBridge bridge = FakeBridge.start();
    private final TwilioSimulator twilio = TwilioSimulator.start(
            new TwilioAccount("AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef"),
            InstantSource.fixed(Instant.parse("2025-01-02T03:04:05.678Z")),
            new Random(20));

    @AfterEach
    void hangUp() {
        twilio.close();
        bridge.close();
    }

    @Test
    void straightToASocketBothTracksArriveByteForByte() {
        CallAudio audio = CallAudio.twoSpeakers(CALLER, AGENT);
        CallReport report = place(CallPlan.of(new Target.MediaUrl(bridge.media()), audio)
                .withParameter("session", "mine")
                .atSpeed(CallPlan.AS_FAST_AS_POSSIBLE));

        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        HeardStream heard = bridge.streams.get(0);
        assertThat(heard.end()).isEqualTo("close 1005");
        assertThat(heard.muLaw(Track.INBOUND)).isEqualTo(audio.muLaw(Track.INBOUND));
        assertThat(heard.muLaw(Track.OUTBOUND)).isEqualTo(audio.muLaw(Track.OUTBOUND));
        assertThat(heard.first("start").at("/start/customParameters/session").asText())
                .isEqualTo("mine");
        assertThat(report.frames(Track.INBOUND)).isEqualTo(50);
    }

    @Test
    void theWholeWayFollowsTheTwimlToTheEnd() {
        bridge.answers("/twilio/voice", post -> FakeBridge.Answer.twiml("""
                <Say>Hello</Say>
                <Start><Stream url="%s/abc" track="both_tracks" statusCallback="/twilio/stream-status">
                  <Parameter name="session" value="s_1"/></Stream></Start>
                <Dial action="/twilio/dial-ended" timeout="20">
                  <Number statusCallback="/twilio/call-status"
                    statusCallbackEvent="initiated ringing answered completed">+15005550010</Number>
                </Dial>""".formatted(bridge.media())));
        bridge.answers("/twilio/dial-ended", post -> FakeBridge.Answer.twiml("<Hangup/>"));

        CallAudio audio = CallAudio.twoSpeakers(CALLER, AGENT);
        CallReport report =
                place(CallPlan.of(new Target.VoiceUrl(bridge.voice()), audio).atSpeed(CallPlan.AS_FAST_AS_POSSIBLE));

        assertThat(report.warnings()).isEmpty();
        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(report.session()).isEqualTo("s_1");
        assertThat(bridge.postsTo("/twilio/call-status"))
                .extracting(FakeBridge.Post::event)
                .containsExactly("initiated", "ringing", "in-progress", "completed");
        assertThat(bridge.postsTo("/twilio/stream-status"))
                .extracting(FakeBridge.Post::event)
                .containsExactly("stream-started", "stream-stopped");
        assertThat(bridge.postsTo("/twilio/dial-ended")).hasSize(1);
        assertThat(bridge.streams.get(0).path).isEqualTo("/twilio/media/abc");
        assertThat(bridge.streams.get(0).muLaw(Track.OUTBOUND)).isEqualTo(audio.muLaw(Track.OUTBOUND));
        assertThat(report.twiml()).hasSize(2);
    }

    private CallReport place(CallPlan plan) {
        return twilio.place(plan)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static byte[] speech(long seed, int bytes) {
        byte[] muLaw = new byte[bytes];
        new Random(seed).nextBytes(muLaw);
        return muLaw;
    }
}
