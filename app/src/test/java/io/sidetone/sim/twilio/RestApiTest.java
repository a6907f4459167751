package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sidetone.sim.twilio.FakeBridge.Post;
import io.sidetone.twiml.MediaStream;
import io.sidetone.twiml.StreamControl;
import io.sidetone.twiml.StreamControlException;
import io.sidetone.twiml.TwilioStreamControl;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Streams that are started and stopped over REST, by the client that the server uses. */
class RestApiTest extends AgainstABridge {
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final CallAudio LONG = CallAudio.twoSpeakers(speech(3, 24_000), speech(4, 24_000));

    private final StreamControl control = control(TOKEN);

    @Test
    void aCallThatIsNotThereIsNotFound() {
        StreamControlException refusal = refused(control, "CA00000000000000000000000000000009");

        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.code()).isEqualTo(20404);
        assertThat(refusal.callOver()).isTrue();
    }

    @Test
    void anotherTokenIsRefused() {
        StreamControlException refusal = refused(control("another"), "CA00000000000000000000000000000009");

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.code()).isEqualTo(20003);
        assertThat(refusal.callOver()).isFalse();
    }

    @Test
    void aStreamThatIsStartedPlaysThePresent() {
        Talk talk = talk();
        String streamSid = control.start(talk.callSid, stream("again", MediaStream.Track.BOTH));
        CallReport report = talk.end();

        assertThat(report.streamSids()).hasSize(2).endsWith(streamSid);
        HeardStream second = bridge.streams.get(1);
        assertThat(second.first("start").at("/start/callSid").asText()).isEqualTo(talk.callSid);
        assertThat(second.first("start").at("/start/customParameters/session").asText())
                .isEqualTo("s_1");
        assertThat(second.timestamps(Track.INBOUND).get(0)).isLessThan(20);
        byte[] heard = second.muLaw(Track.INBOUND);
        assertThat(heard.length).isPositive().isLessThan(24_000);
        assertThat(heard).isEqualTo(tail(LONG.muLaw(Track.INBOUND), heard.length));
    }

    @Test
    void onTheDialledLegTheInboundTrackIsTheDialledSide() {
        Talk talk = talk();
        Post answered = bridge.postsTo("/twilio/call-status").stream()
                .filter(post -> post.event().equals("in-progress"))
                .findFirst()
                .orElseThrow();
        String childSid = answered.form().getOrDefault("CallSid", "");
        control.start(childSid, stream("agent", MediaStream.Track.INBOUND));
        talk.end();

        HeardStream second = bridge.streams.get(1);
        assertThat(second.first("start").at("/start/callSid").asText()).isEqualTo(childSid);
        byte[] heard = second.muLaw(Track.INBOUND);
        assertThat(heard.length).isPositive();
        assertThat(heard).isEqualTo(tail(LONG.muLaw(Track.OUTBOUND), heard.length));
        assertThat(bridge.postsTo("/twilio/stream-status"))
                .filteredOn(post -> post.form().getOrDefault("StreamName", "").equals("agent"))
                .extracting(post -> post.form().get("CallSid") + " " + post.event())
                .containsExactly(childSid + " stream-started", childSid + " stream-stopped");
    }

    @Test
    void aStreamIsStoppedByItsName() {
        Talk talk = talk();
        control.stop(talk.callSid, "legs");
        talk.end();

        assertThat(bridge.streams.get(0).events()).endsWith("stop");
        assertThat(bridge.streams.get(0).muLaw(Track.INBOUND).length).isLessThan(24_000);
    }

    @Test
    void itMayFailAndItMayLie() {
        Talk failing = talk(new Quirk.RestFails(1));
        assertThat(refused(control, failing.callSid).retryable()).isTrue();
        assertThat(control.start(failing.callSid, stream("again", MediaStream.Track.BOTH)))
                .startsWith("MZ");
        failing.end();

        Talk lying = talk(Quirk.Rest.SAYS_CALL_IS_OVER);
        StreamControlException refusal = refused(control, lying.callSid);
        assertThat(refusal.code()).isEqualTo(21220);
        assertThat(refusal.callOver()).isTrue();
        lying.end();
    }

    @Test
    void aStreamThatIsCutIsReportedAsBroken() {
        CallReport report = place(voiceOf(LONG).with(new Quirk.CutAt(Duration.ofMillis(500), Quirk.Farewell.RESET)));

        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(bridge.postsTo("/twilio/stream-status"))
                .extracting(Post::event)
                .containsExactly("stream-started", "stream-error");
    }

    /** A call in the middle of its conversation. */
    private static final class Talk {
        final String callSid;
        private final CompletableFuture<CallReport> report;

        Talk(String callSid, CompletableFuture<CallReport> report) {
            this.callSid = callSid;
            this.report = report;
        }

        CallReport end() {
            return report.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    private Talk talk(Quirk... quirks) {
        CompletableFuture<String> sid = new CompletableFuture<>();
        CompletableFuture<Void> talking = new CompletableFuture<>();
        CallProgress progress = new CallProgress() {
            @Override
            public void placed(String callSid, URI target) {
                sid.complete(callSid);
            }

            @Override
            public void position(long positionMs, long lengthMs) {
                talking.complete(null);
            }
        };
        CompletableFuture<CallReport> report =
                twilio.place(voiceOf(LONG).with(quirks), progress).toCompletableFuture();
        talking.orTimeout(20, TimeUnit.SECONDS).join();
        return new Talk(sid.join(), report);
    }

    private CallPlan voiceOf(CallAudio audio) {
        bridge.answers("/twilio/voice", post -> streamThenDial())
                .answers("/twilio/dial-ended", post -> FakeBridge.Answer.twiml("<Hangup/>"));
        return CallPlan.of(new Target.VoiceUrl(bridge.voice()), audio).answeredAfter(Duration.ofMillis(200));
    }

    private MediaStream stream(String name, MediaStream.Track track) {
        return new MediaStream(
                name,
                URI.create(bridge.media() + "/new"),
                track,
                Map.of("session", "s_1"),
                URI.create("http://127.0.0.1:" + bridge.port() + "/twilio/stream-status"));
    }

    private StreamControlException refused(StreamControl by, String callSid) {
        return catchThrowableOfType(
                StreamControlException.class, () -> by.start(callSid, stream("again", MediaStream.Track.BOTH)));
    }

    private TwilioStreamControl control(String token) {
        return new TwilioStreamControl(ACCOUNT, token, twilio.apiUrl(), Duration.ofSeconds(10));
    }

    private static byte[] tail(byte[] all, int length) {
        return Arrays.copyOfRange(all, all.length - length, all.length);
    }
}
