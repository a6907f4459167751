package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.twilio.FakeBridge.Answer;
import io.sidetone.sim.twilio.FakeBridge.Post;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What webhooks and progress callbacks carry, and when they come. */
class CallbacksTest extends AgainstABridge {

    @Test
    void theFirstWebhookHasTheUsualParameters() {
        bridge.answers("/twilio/voice", post -> Answer.twiml("<Hangup/>"));

        CallReport report =
                place(voice().between("+15005550001", "+15005550006").withParameter("CallerName", ""));

        assertThat(bridge.posts.get(0).form())
                .containsEntry("CallSid", report.callSid())
                .containsEntry("AccountSid", "AC00000000000000000000000000000001")
                .containsEntry("ApiVersion", "2010-04-01")
                .containsEntry("CallStatus", "ringing")
                .containsEntry("Direction", "inbound")
                .containsEntry("From", "+15005550001")
                .containsEntry("Caller", "+15005550001")
                .containsEntry("To", "+15005550006")
                .containsEntry("Called", "+15005550006")
                .containsEntry("FromCountry", "US")
                .containsEntry("CallerName", "")
                .doesNotContainKey("ParentCallSid");
        assertThat(bridge.posts.get(0).headers().get("content-type"))
                .isEqualTo("application/x-www-form-urlencoded; charset=UTF-8");
    }

    @Test
    void callbacksCarryWhatTwiliosDo() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));

        CallReport report = place(voice());

        String child = report.childCallSids().get(0);
        List<Post> leg = bridge.postsTo("/twilio/call-status");
        assertThat(leg).allSatisfy(post -> assertThat(post.form())
                .containsEntry("CallSid", child)
                .containsEntry("ParentCallSid", report.callSid())
                .containsEntry("Direction", "outbound-dial")
                .containsEntry("To", "+15005550010")
                .containsEntry("CallbackSource", "call-progress-events")
                .containsEntry("Timestamp", "Thu, 02 Jan 2025 03:04:05 +0000"));
        assertThat(leg).extracting(post -> post.form().get("SequenceNumber")).containsExactly("0", "1", "2", "3");
        assertThat(leg.get(3).form()).containsEntry("CallDuration", "1").containsEntry("SipResponseCode", "200");
        assertThat(bridge.postsTo("/twilio/dial-ended").get(0).form())
                .containsEntry("CallSid", report.callSid())
                .containsEntry("CallStatus", "in-progress")
                .containsEntry("DialCallSid", child)
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("DialCallDuration", "1")
                .containsEntry("DialBridged", "true");
        assertThat(bridge.postsTo("/twilio/stream-status").get(0).form())
                .containsEntry("CallSid", report.callSid())
                .containsEntry("StreamSid", report.streamSids().get(0))
                .containsEntry("StreamName", "legs")
                .containsEntry("Timestamp", "2025-01-02T03:04:05.678Z");
    }

    @Test
    void ofSeveralPhonesTheFirstAnswersAndTheOthersStopRinging() {
        bridge.answers("/twilio/voice", post -> Answer.twiml("""
                <Dial><Number statusCallback="/twilio/call-status" statusCallbackEvent="answered completed">+1</Number>
                <Number statusCallback="/twilio/call-status" statusCallbackEvent="answered completed">+2</Number></Dial>"""));

        place(voice());

        assertThat(bridge.postsTo("/twilio/call-status"))
                .extracting(post -> post.form().get("To") + " " + post.form().get("CallStatus"))
                .containsExactly("+1 in-progress", "+2 canceled", "+1 completed");
    }

    @Test
    void callbacksMayComeBeforeTheSocket() {
        List<Integer> socketsAtAnswer = new ArrayList<>();
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        bridge.answers("/twilio/call-status", post -> {
            socketsAtAnswer.add(bridge.streams.size());
            return Answer.EMPTY;
        });

        CallReport report = place(voice().with(Quirk.Callbacks.EARLY));

        assertThat(socketsAtAnswer).startsWith(0, 0, 0);
        assertThat(report.bytes(Track.INBOUND)).isEqualTo(8000);
    }

    @Test
    void callbacksMayComeTwice() {
        assertThat(progressWith(Quirk.Callbacks.TWICE))
                .containsExactly(
                        "initiated",
                        "initiated",
                        "ringing",
                        "ringing",
                        "in-progress",
                        "in-progress",
                        "completed",
                        "completed");
    }

    @Test
    void callbacksMayNeverCome() {
        assertThat(progressWith(Quirk.Callbacks.NEVER)).isEmpty();
        assertThat(bridge.postsTo("/twilio/stream-status")).isEmpty();
        assertThat(bridge.postsTo("/twilio/dial-ended")).as("it is no callback").hasSize(1);
    }

    @Test
    void callbacksMayComeInAnotherOrder() {
        assertThat(progressWith(Quirk.Callbacks.SHUFFLED))
                .containsExactly("in-progress", "ringing", "initiated", "completed");
    }

    @Test
    void lateCallbacksComeAfterWhatTheyReport() {
        List<Integer> socketsOpen = new ArrayList<>();
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        bridge.answers("/twilio/stream-status", post -> {
            socketsOpen.add(bridge.streams.get(0).media(Track.INBOUND).size());
            return Answer.EMPTY;
        });

        place(voice().atSpeed(50).answeredAfter(Duration.ZERO).with(Quirk.Callbacks.LATE));

        assertThat(socketsOpen.get(0)).as("frames before stream-started").isPositive();
    }

    private List<String> progressWith(Quirk.Callbacks quirk) {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        assertThat(place(voice().with(quirk)).outcome()).isEqualTo(new Outcome.Completed());
        return progress();
    }
}
