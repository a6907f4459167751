package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.twilio.FakeBridge.Answer;
import io.sidetone.sim.twilio.FakeBridge.Post;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole way over loopback: webhook, TwiML, socket, dialling. */
class CallTest extends AgainstABridge {

    @Test
    void theWholeWayFollowsTheTwimlToTheEnd() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));

        CallReport report = place(voice());

        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(report.warnings()).isEmpty();
        assertThat(report.session()).isEqualTo("s_1");
        assertThat(report.twiml()).hasSize(2);
        assertThat(progress()).containsExactly("initiated", "ringing", "in-progress", "completed");
        assertThat(bridge.postsTo("/twilio/stream-status"))
                .extracting(Post::event)
                .containsExactly("stream-started", "stream-stopped");
        HeardStream heard = bridge.streams.get(0);
        assertThat(heard.path).isEqualTo("/twilio/media/abc");
        assertThat(heard.muLaw(Track.INBOUND)).isEqualTo(AUDIO.muLaw(Track.INBOUND));
        assertThat(heard.muLaw(Track.OUTBOUND)).isEqualTo(AUDIO.muLaw(Track.OUTBOUND));
        assertThat(heard.first("start").at("/start/callSid").asText()).isEqualTo(report.callSid());
        assertThat(report.callbacks())
                .extracting(CallReport.Callback::event)
                .containsExactlyInAnyOrder(
                        "stream-started", "initiated", "ringing", "answered", "completed", "action", "stream-stopped");
    }

    @Test
    void aTargetThatIsBusyLeadsToTheNextOne() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers(
                "/twilio/dial-ended",
                post -> "completed".equals(post.form().get("DialCallStatus"))
                        ? Answer.twiml("<Hangup/>")
                        : Answer.twiml(
                                "<Dial action=\"/twilio/dial-ended\"><Client statusCallback=\"/twilio/call-status\">"
                                        + "desk-2</Client></Dial>"));

        CallReport report = place(voice().dialling(DialResult.BUSY, DialResult.NO_ANSWER, DialResult.FAILED));

        assertThat(bridge.postsTo("/twilio/dial-ended"))
                .extracting(post -> post.form().get("DialCallStatus"))
                .containsExactly("busy", "no-answer", "failed", "completed");
        assertThat(report.childCallSids()).hasSize(4).doesNotHaveDuplicates();
        assertThat(progress()).containsExactly("initiated", "ringing", "busy", "no-answer", "failed", "completed");
        assertThat(bridge.postsTo("/twilio/call-status").get(5).form()).containsEntry("To", "client:desk-2");
        assertThat(report.streamSids()).as("the stream went on meanwhile").hasSize(1);
        assertThat(report.bytes(Track.OUTBOUND)).isEqualTo(8000);
    }

    @Test
    void aStreamThatIsRefusedDoesNotEndTheCall() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        bridge.refusesUpgrades(503);

        CallReport report = place(voice().atSpeed(50));

        assertThat(report.outcome()).isEqualTo(new Outcome.Refused(503));
        assertThat(progress()).endsWith("in-progress", "completed");
        Post error = bridge.postsTo("/twilio/stream-status").get(0);
        assertThat(error.form()).containsEntry("StreamEvent", "stream-error");
        assertThat(error.form().get("StreamError")).contains("Handshake Error");
    }

    @Test
    void ringingIsHeardOnTheOutboundTrackUntilTheAnswer() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));

        CallReport report = place(voice().atSpeed(50).answeredAfter(Duration.ofSeconds(15)));

        HeardStream heard = bridge.streams.get(0);
        byte[] outbound = heard.muLaw(Track.OUTBOUND);
        int ringing = outbound.length - 8000;
        assertThat(ringing).isPositive();
        byte[] tone = new byte[ringing];
        Ringing.copy(Track.OUTBOUND, 0, tone, 0, ringing);
        assertThat(outbound).startsWith(tone).endsWith(AUDIO.muLaw(Track.OUTBOUND));
        long first = heard.timestamps(Track.OUTBOUND).get(0);
        assertThat(report.streams().get(0).sent(Track.OUTBOUND).audioStartMs()).isEqualTo(first + ringing / 8);
    }

    @Test
    void withNobodyToDialTheCallerTalksAtOnce() {
        bridge.answers(
                "/twilio/voice",
                post -> Answer.twiml(
                        "<Start><Stream track=\"both_tracks\" url=\"%s\"/></Start>".formatted(bridge.media())
                                + "<Pause length=\"3600\"/>"));

        assertThat(place(voice()).bytes(Track.INBOUND)).isEqualTo(8000);
    }

    @Test
    void aDocumentThatEndsAfterStartHangsUpAndSaysWhy() {
        bridge.answers(
                "/twilio/voice", post -> Answer.twiml("<Start><Stream url=\"%s\"/></Start>".formatted(bridge.media())));

        CallReport report = place(voice());
        assertThat(report.warnings()).anySatisfy(w -> assertThat(w).contains("nothing follows <Start>"));
        assertThat(report.frames(Track.INBOUND)).isZero();
    }

    @Test
    void badTwimlEndsTheCallWithTheReason() {
        bridge.answers("/twilio/voice", post -> new Answer(200, "<html>"));

        assertThat(place(voice()).outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aWatcherSeesTheCallGo() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        List<String> seen = new ArrayList<>();
        CallReport report = twilio.place(voice(), new CallProgress() {
                    @Override
                    public void placed(String callSid, URI target) {
                        seen.add("placed " + target);
                    }

                    @Override
                    public void started(String streamSid, URI uri) {
                        seen.add("started " + uri);
                    }

                    @Override
                    public void conversing() {
                        seen.add("conversing");
                    }

                    @Override
                    public void position(long positionMs, long lengthMs) {
                        seen.add(positionMs + " of " + lengthMs);
                    }

                    @Override
                    public void stopped(String streamSid) {
                        seen.add("stopped");
                    }
                })
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(seen)
                .containsExactly(
                        "placed " + bridge.voice(),
                        "started " + bridge.media() + "/abc",
                        "conversing",
                        "1000 of 1000",
                        "stopped");
    }

    @Test
    void fiftyCallsShareOneLoop() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        List<CompletableFuture<CallReport>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(twilio.place(voice().atSpeed(2).answeredAfter(Duration.ofMillis(200)))
                    .toCompletableFuture());
        }
        List<CallReport> reports = calls.stream()
                .map(call -> call.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();

        assertThat(reports).extracting(CallReport::outcome).containsOnly(new Outcome.Completed());
        assertThat(reports).extracting(CallReport::callSid).doesNotHaveDuplicates();
        assertThat(bridge.streams).hasSize(50).allSatisfy(heard -> assertThat(heard.muLaw(Track.INBOUND))
                .endsWith(AUDIO.muLaw(Track.INBOUND)));
    }
}
