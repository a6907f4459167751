package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sidetone.sim.twilio.FakeBridge.Answer;
import io.sidetone.twiml.RequestSignature;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call proves about where it comes from. */
class SignedCallTest extends AgainstABridge {

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
}
