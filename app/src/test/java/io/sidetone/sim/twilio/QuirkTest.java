package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.sim.twilio.Quirk.Farewell;
import io.sidetone.sim.twilio.Quirk.Manner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to misbehave on a media socket, and that nothing else changes by it. One second of audio each. */
class QuirkTest {
    private static final CallAudio AUDIO = CallAudio.twoSpeakers(speech(1), speech(2));

    private final FakeBridge bridge = FakeBridge.start();
    private final TwilioSimulator twilio =
            TwilioSimulator.start(TwilioAccount.UNSIGNED, InstantSource.fixed(Instant.EPOCH), new Random(20));

    @AfterEach
    void hangUp() {
        twilio.close();
        bridge.close();
    }

    @Test
    void withoutAQuirkCountersAreStringsThatCountEachTrackByItself() {
        HeardStream heard = hear();

        assertThat(heard.events().subList(0, 3)).containsExactly("connected", "start", "media");
        assertThat(heard.events().get(heard.messages.size() - 1)).isEqualTo("stop");
        assertThat(heard.end()).isEqualTo("close 1005");
        assertThat(sequence(heard))
                .isEqualTo(LongStream.rangeClosed(1, 102).boxed().toList());
        for (Track track : Track.values()) {
            assertThat(heard.media(track))
                    .extracting(m -> m.path("chunk").asLong())
                    .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
            assertThat(steps(heard.timestamps(track))).containsOnly(20L);
            assertThat(heard.timestamps(track).get(0)).isBetween(1L, 19L);
        }
        assertThat(heard.all("media")).allSatisfy(m -> {
            assertThat(m.path("sequenceNumber").isTextual()).isTrue();
            assertThat(m.at("/media/chunk").isTextual()).isTrue();
            assertThat(m.at("/media/timestamp").isTextual()).isTrue();
        });
    }

    @Test
    void startDescribesTheStream() {
        JsonNode start = hear().first("start");

        assertThat(start.at("/start/tracks").toString()).isEqualTo("[\"inbound\",\"outbound\"]");
        assertThat(start.at("/start/mediaFormat").toString())
                .isEqualTo("{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}");
        assertThat(start.at("/start/callSid").asText()).matches("CA[0-9a-f]{32}");
        assertThat(start.at("/start/streamSid").asText()).matches("MZ[0-9a-f]{32}");
        assertThat(start.path("streamSid")).isEqualTo(start.at("/start/streamSid"));
        assertThat(start.at("/start/accountSid").asText()).isEqualTo(TwilioAccount.UNSIGNED.sid());
        assertThat(start.at("/start/customParameters").isObject()).isTrue();
    }

    @Test
    void aGapLosesFramesAndTimestampsShowIt() {
        HeardStream heard = hear(new Quirk.Gap(Duration.ofMillis(400), Duration.ofMillis(200)));

        for (Track track : Track.values()) {
            assertThat(steps(heard.timestamps(track))).containsOnlyOnce(220L).containsOnly(20L, 220L);
            assertThat(heard.media(track)).hasSize(40);
        }
        assertThat(sequence(heard)).as("nothing else is missing").hasSize(82).endsWith(82L);
    }

    @Test
    void aShortStepComesOnceAndLosesNothing() {
        HeardStream heard = hear(new Quirk.ShortStep(Duration.ofMillis(500), Duration.ofMillis(10)));

        assertThat(steps(heard.timestamps(Track.INBOUND)))
                .containsOnlyOnce(10L)
                .containsOnlyOnce(30L)
                .containsOnly(10L, 20L, 30L);
        assertWhole(heard);
    }

    @Test
    void aStallLosesNothing() {
        assertWhole(hear(new Quirk.Stall(Duration.ofMillis(300), Duration.ofMillis(300))));
    }

    @Test
    void aTrackMayBeSilentForAWhile() {
        HeardStream heard = hear(new Quirk.SilentUntil(Track.OUTBOUND, Duration.ofMillis(600)));

        assertThat(heard.timestamps(Track.OUTBOUND).get(0)).isBetween(600L, 620L);
        assertThat(heard.muLaw(Track.INBOUND)).isEqualTo(AUDIO.muLaw(Track.INBOUND));
        byte[] late = heard.muLaw(Track.OUTBOUND);
        byte[] all = AUDIO.muLaw(Track.OUTBOUND);
        assertThat(late).hasSizeBetween(1, all.length - 1).isEqualTo(tail(all, late.length));
    }

    @Test
    void payloadsMayHaveAnySize() {
        HeardStream heard = hear(new Quirk.PayloadSizes(List.of(0, 80, 160, 4000)));

        assertThat(heard.media(Track.INBOUND).stream()
                        .limit(5)
                        .map(m -> m.path("payload").asText().length()))
                .containsExactly(0, 108, 216, 5336, 0);
        assertThat(steps(heard.timestamps(Track.INBOUND))).startsWith(0L, 10L, 20L, 500L, 0L);
        assertWhole(heard);
    }

    @Test
    void countersMayBeNumbers() {
        HeardStream heard = hear(Manner.NUMBERS);

        JsonNode media = heard.all("media").get(0);
        assertThat(media.path("sequenceNumber").isNumber()).isTrue();
        assertThat(media.at("/media/chunk").isNumber()).isTrue();
        assertThat(media.at("/media/timestamp").isNumber()).isTrue();
        assertWhole(heard);
    }

    @Test
    void strangersMayComeBetween() {
        HeardStream heard = hear(Manner.STRANGERS);

        assertThat(heard.all("weather")).hasSize(2);
        assertThat(heard.first("start").path("region").isTextual()).isTrue();
        assertThat(sequence(heard))
                .isEqualTo(LongStream.rangeClosed(1, 104).boxed().toList());
        assertWhole(heard);
    }

    @Test
    void chunksMayBeCountedTogether() {
        HeardStream heard = hear(Manner.SHARED_CHUNKS);

        assertThat(heard.all("media"))
                .extracting(m -> m.at("/media/chunk").asLong())
                .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void startMayBeBig() {
        JsonNode start = hear(new Quirk.BigStart(50_000)).first("start");

        assertThat(start.toString().length()).isBetween(50_000, 60_000);
        start.at("/start/customParameters").properties().forEach(p -> assertThat(
                        p.getKey().length() + p.getValue().asText().length())
                .isLessThan(500));
    }

    @Test
    void mediaMayComeBeforeStart() {
        HeardStream heard = hear(new Quirk.MediaBeforeStart(3));

        assertThat(heard.events().subList(0, 8))
                .containsExactly("connected", "media", "media", "media", "media", "media", "media", "start");
    }

    @Test
    void startMayNeverCome() {
        HeardStream heard = hear(Manner.NO_START);

        assertThat(heard.events()).doesNotContain("start").contains("connected", "media", "stop");
        assertWhole(heard);
    }

    @ParameterizedTest
    @EnumSource(Farewell.class)
    void aStreamMayEndInSeveralWays(Farewell farewell) {
        HeardStream heard = hear(new Quirk.EndsWith(farewell));

        assertThat(heard.end()).isEqualTo(farewell == Farewell.RESET ? "reset" : "close 1005");
        assertThat(heard.events().contains("stop")).isEqualTo(farewell == Farewell.STOP);
    }

    @Test
    void aStreamMayBeCutAndAnotherGoesOnWhereItWas() {
        place(new Quirk.CutAt(Duration.ofMillis(400), Farewell.CLOSE), new Quirk.SecondStream(Duration.ofMillis(600)));

        assertThat(bridge.streams).hasSize(2);
        HeardStream first = bridge.streams.get(0);
        HeardStream second = bridge.streams.get(1);
        assertThat(first.events()).doesNotContain("stop");
        assertThat(second.events()).contains("start", "stop");
        assertThat(second.first("start").at("/start/callSid"))
                .isEqualTo(first.first("start").at("/start/callSid"));
        assertThat(second.first("start").path("streamSid"))
                .isNotEqualTo(first.first("start").path("streamSid"));
        byte[] rest = second.muLaw(Track.INBOUND);
        assertThat(rest).isEqualTo(tail(AUDIO.muLaw(Track.INBOUND), rest.length));
        assertThat(first.muLaw(Track.INBOUND).length + rest.length).isEqualTo(8000);
    }

    @Test
    void aSecondStreamMayRunBesideTheFirst() {
        CallReport report = place(new Quirk.SecondStream(Duration.ofMillis(300)));

        assertThat(report.streamSids()).hasSize(2).doesNotHaveDuplicates();
        assertWhole(bridge.streams.get(0));
        assertThat(bridge.streams.get(1).end()).isEqualTo("close 1005");
    }

    @Test
    void keysMayBePressed() {
        HeardStream heard = hear(new Quirk.Dtmf(Duration.ofMillis(500), "7"));

        assertThat(heard.first("dtmf").path("dtmf").toString())
                .isEqualTo("{\"track\":\"inbound_track\",\"digit\":\"7\"}");
        assertThat(sequence(heard))
                .isEqualTo(LongStream.rangeClosed(1, 103).boxed().toList());
        assertWhole(heard);
    }

    @Test
    void theCallerMayHangUp() {
        CallReport report = place(new Quirk.HangUp(Duration.ofMillis(500)));

        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(report.frames(Track.INBOUND)).isBetween(23L, 25L);
        assertThat(bridge.streams.get(0).events()).endsWith("stop");
    }

    @Test
    void aRefusedUpgradeIsReportedWithItsStatus() {
        bridge.refusesUpgrades(403);

        CallReport report = place();
        assertThat(report.outcome()).isEqualTo(new Outcome.Refused(403));
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("31920")
                .contains("403");
    }

    @Test
    void aServerThatClosesIsReportedWithItsReason() {
        bridge.closesAfterMedia(10);

        CallAudio longer = CallAudio.oneSpeaker(new byte[120 * 8000]);
        // paced, since sockets swallow more than two minutes of audio at once now and then
        CallPlan plan = CallPlan.of(new Target.MediaUrl(bridge.media()), longer).atSpeed(20);
        CallReport report = report(plan);
        assertThat(report.outcome()).isEqualTo(new Outcome.ClosedByServer(1011, "tired"));
        assertThat(report.warnings()).singleElement().asString().contains("31921");
    }

    @Test
    void aServerThatIsNotThereIsReported() {
        URI nobody = URI.create("ws://127.0.0.1:1/twilio/media"); // no server can have port 1 by accident

        assertThat(report(CallPlan.of(new Target.MediaUrl(nobody), AUDIO)).outcome())
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.message())
                        .contains("is the bridge running?"));
    }

    @Test
    void closingTheSimulatorEndsACallThatIsGoingOn() {
        var waiting = twilio.place(CallPlan.of(new Target.MediaUrl(bridge.media()), AUDIO), new CallProgress() {
            @Override
            public void conversing() {
                new Thread(twilio::close, "closer").start();
            }
        });

        assertThat(waiting.toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join()
                        .outcome())
                .isInstanceOf(Outcome.Failed.class);
        assertThat(bridge.streams.get(0).events()).endsWith("stop");
    }

    @Test
    void aWatcherThatThrowsEndsItsCallOnly() {
        CallReport report = twilio.place(plan(), new CallProgress() {
                    @Override
                    public void conversing() {
                        throw new IllegalStateException("watcher broke");
                    }
                })
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(report.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.message())
                .contains("watcher broke"));
        assertThat(place().outcome()).isEqualTo(new Outcome.Completed());
    }

    private HeardStream hear(Quirk... quirks) {
        place(quirks);
        HeardStream heard = bridge.streams.get(0);
        heard.end();
        return heard;
    }

    private CallReport place(Quirk... quirks) {
        return report(plan(quirks));
    }

    private CallPlan plan(Quirk... quirks) {
        return CallPlan.of(new Target.MediaUrl(bridge.media()), AUDIO)
                .atSpeed(CallPlan.AS_FAST_AS_POSSIBLE)
                .with(quirks);
    }

    private CallReport report(CallPlan plan) {
        return twilio.place(plan)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void assertWhole(HeardStream heard) {
        for (Track track : Track.values()) {
            assertThat(heard.muLaw(track)).isEqualTo(AUDIO.muLaw(track));
        }
    }

    private static List<Long> sequence(HeardStream heard) {
        return heard.messages.stream()
                .filter(m -> m.has("sequenceNumber"))
                .map(m -> m.path("sequenceNumber").asLong())
                .toList();
    }

    private static List<Long> steps(List<Long> timestamps) {
        List<Long> steps = new ArrayList<>();
        for (int i = 1; i < timestamps.size(); i++) {
            steps.add(timestamps.get(i) - timestamps.get(i - 1));
        }
        return steps;
    }

    private static byte[] tail(byte[] all, int length) {
        return Arrays.copyOfRange(all, all.length - length, all.length);
    }

    private static byte[] speech(long seed) {
        byte[] muLaw = new byte[8000];
        new Random(seed).nextBytes(muLaw);
        return muLaw;
    }
}
