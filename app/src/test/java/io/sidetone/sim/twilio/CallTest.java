package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sidetone.sim.twilio.FakeBridge.Answer;
import io.sidetone.sim.twilio.FakeBridge.Post;
import io.sidetone.twiml.RequestSignature;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way over loopback: webhook, TwiML, socket, dialling, callbacks. */
class CallTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final CallAudio AUDIO = CallAudio.twoSpeakers(speech(1, 6400), speech(2, 8000));

    private final FakeBridge bridge = FakeBridge.start();
    private final TwilioSimulator twilio = TwilioSimulator.start(
            new TwilioAccount("AC00000000000000000000000000000001", TOKEN),
            InstantSource.fixed(Instant.parse("2025-01-02T03:04:05.678Z")),
            new Random(20));

    @AfterEach
    void hangUp() {
        twilio.close();
        bridge.close();
    }

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
    void everySignatureIsRight() {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));

        place(voice());

        RequestSignature twilios = new RequestSignature(List.of(TOKEN));
        assertThat(bridge.posts).hasSize(8).allSatisfy(post -> {
            SortedMap<String, List<String>> form = new TreeMap<>();
            post.form().forEach((name, value) -> form.put(name, List.of(value)));
            String url = bridge.voice().resolve(post.path()).toString();
            assertThat(twilios.verifyForm(url, form, post.headers().get("x-twilio-signature"))
                            .valid())
                    .isTrue();
        });
        HeardStream heard = bridge.streams.get(0);
        assertThat(twilios.verifyUpgrade(bridge.media() + "/abc", heard.headers.get("x-twilio-signature"))
                        .valid())
                .isTrue();
    }

    @Test
    void theUpgradeLooksLikeTwilios() {
        place(media());

        assertThat(bridge.streams.get(0).headers)
                .containsEntry("user-agent", "Twilio.TmeWs/1.0")
                .containsEntry("sec-websocket-version", "13")
                .doesNotContainKeys("origin", "sec-websocket-protocol", "sec-websocket-extensions");
    }

    @ParameterizedTest
    @EnumSource(Quirk.Signing.class)
    void signaturesMayBeWrong(Quirk.Signing signing) {
        place(media().with(new Quirk.UpgradeSignature(signing)));

        RequestSignature twilios = new RequestSignature(List.of(TOKEN));
        String given = bridge.streams.get(0).headers.get("x-twilio-signature");
        assertThat(given == null).isEqualTo(signing == Quirk.Signing.MISSING);
        assertThat(twilios.verifyUpgrade(bridge.media().toString(), given).valid())
                .as("the slash is Twilio's own habit, and to be allowed for")
                .isEqualTo(signing == Quirk.Signing.TRAILING_SLASH);
    }

    @Test
    void webhooksMayBeSignedWrongly() {
        bridge.answers("/twilio/voice", post -> new Answer(403, ""));

        CallReport report = place(voice().with(new Quirk.WebhookSignature(Quirk.Signing.MISSING)));
        assertThat(report.outcome()).isEqualTo(new Outcome.Refused(403));
        assertThat(bridge.posts.get(0).headers()).doesNotContainKey("x-twilio-signature");
    }

    @Test
    void aBridgeBehindAProxyIsReachedWhereItIsAndSignedAsItIsKnown() {
        URI known = URI.create("https://bridge.example.com/twilio/voice");
        bridge.answers(
                "/twilio/voice",
                post -> Answer.twiml(
                        "<Start><Stream url=\"wss://bridge.example.com/twilio/media\"/></Start><Pause length=\"60\"/>"));
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (TwilioSimulator elsewhere = TwilioSimulator.on(
                loops,
                new TwilioAccount("AC00000000000000000000000000000001", TOKEN),
                InstantSource.fixed(Instant.EPOCH),
                new Random(1),
                uri -> (uri.getScheme().startsWith("ws") ? bridge.media() : bridge.voice())
                        .resolve(uri.getRawPath()))) {
            CallReport report = elsewhere
                    .place(CallPlan.of(new Target.VoiceUrl(known), AUDIO).atSpeed(CallPlan.AS_FAST_AS_POSSIBLE))
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
            assertThat(report.bytes(Track.INBOUND)).isEqualTo(8000);
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
        HeardStream heard = bridge.streams.get(0);
        assertThat(new RequestSignature(List.of(TOKEN))
                        .verifyUpgrade("wss://bridge.example.com/twilio/media", heard.headers.get("x-twilio-signature"))
                        .valid())
                .isTrue();
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

        CallReport report = place(voice().atSpeed(50).answeredAfter(Duration.ofSeconds(1)));

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

    private List<String> progressWith(Quirk.Callbacks quirk) {
        bridge.answers("/twilio/voice", post -> streamThenDial());
        bridge.answers("/twilio/dial-ended", post -> Answer.twiml("<Hangup/>"));
        assertThat(place(voice().with(quirk)).outcome()).isEqualTo(new Outcome.Completed());
        return progress();
    }

    private List<String> progress() {
        return bridge.postsTo("/twilio/call-status").stream().map(Post::event).toList();
    }

    private Answer streamThenDial() {
        return Answer.twiml("""
                <Say>This call is transcribed.</Say>
                <Start><Stream name="legs" url="%s/abc" track="both_tracks" statusCallback="/twilio/stream-status">
                  <Parameter name="session" value="s_1"/></Stream></Start>
                <Dial action="/twilio/dial-ended" timeout="20">
                  <Number statusCallback="/twilio/call-status"
                    statusCallbackEvent="initiated ringing answered completed">+15005550010</Number>
                </Dial>""".formatted(bridge.media()));
    }

    private CallPlan voice() {
        return CallPlan.of(new Target.VoiceUrl(bridge.voice()), AUDIO).atSpeed(CallPlan.AS_FAST_AS_POSSIBLE);
    }

    private CallPlan media() {
        return CallPlan.of(new Target.MediaUrl(bridge.media()), AUDIO).atSpeed(CallPlan.AS_FAST_AS_POSSIBLE);
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
