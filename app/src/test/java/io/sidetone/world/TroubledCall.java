package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.sim.twilio.CallAudio;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallProgress;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A call whose vendor is in trouble, and what must be true of it all the same: every word of the script, once, in its
 * place; or its loss in milliseconds.
 *
 * @param name also a keyterm of both legs, by which the emulator knows whom to plague
 */
record TroubledCall(World world, String name, Spoken spoken, CompletableFuture<CallReport> report) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long WORD_TOLERANCE_MS = 150;
    private static final long CLOCK_SETTLES_MS = 6_000;

    /** Places a call with the first part of a recording. */
    static TroubledCall place(World world, String name, String recording, long lengthMs) throws IOException {
        return place(world, name, Spoken.once(recording, lengthMs));
    }

    /** Places a call; returns when its stream has started. */
    static TroubledCall place(World world, String name, Spoken spoken) throws IOException {
        return place(world, name, spoken, spoken.audio());
    }

    /** The same, for many calls with the same audio. */
    static TroubledCall place(World world, String name, Spoken spoken, CallAudio audio) throws IOException {
        CallPlan plan = CallPlan.of(new Target.MediaUrl(world.mediaUrl()), audio)
                .withParameter("language", spoken.language())
                .withParameter("keyterms", name)
                .withParameter("role.inbound", "technician")
                .withParameter("role.outbound", "agent");
        CompletableFuture<Void> streaming = new CompletableFuture<>();
        CallProgress progress = new CallProgress() {
            @Override
            public void started(String streamSid, java.net.URI uri) {
                streaming.complete(null);
            }
        };
        CompletableFuture<CallReport> report =
                world.twilio().place(plan, progress).toCompletableFuture();
        CompletableFuture.anyOf(streaming, report).join();
        return new TroubledCall(world, name, spoken, report);
    }

    String callId() {
        return report.join().callSid();
    }

    /** Completes when the webhook has been told that the call is over. */
    CompletableFuture<Void> over() {
        return report.thenCompose(done -> world.ended(done.callSid()));
    }

    /** Waits until the webhook has been told that the call is over. */
    TroubledCall untilOver() {
        assertThat(report.join().outcome()).as(name).isEqualTo(new Outcome.Completed());
        world.ended(callId()).join();
        return this;
    }

    /** Every word arrived once, at its time, in the order of call time; nothing is said to be lost. */
    void isWhole() throws IOException {
        hasEveryWordOnce();
        for (Track track : Track.values()) {
            List<JsonNode> finals = finals(track);
            areOnTime(track, words(finals), spoken.words(track));
            liveOnesAreInOrder(track, finals);
        }
    }

    /** Every word arrived once, in the order of call time; nothing is said to be lost. */
    void hasEveryWordOnce() throws IOException {
        for (Track track : Track.values()) {
            List<JsonNode> finals = finals(track);
            assertThat(words(finals).stream()
                            .map(word -> plain(word.path("text").asText())))
                    .as("%s: words on %s in the order of call time; finals: %s", name, track.wire(), brief(finals))
                    .containsExactlyElementsOf(spoken.words(track).stream()
                            .map(word -> plain(word.text()))
                            .toList());
        }
        assertThat(lostMs()).as("%s: milliseconds lost", name).isZero();
        assertThat(ended().path("pendingRepairMs").asLong()).as(name).isZero();
    }

    /** Words delivered, over both legs. */
    int wordsDelivered() throws IOException {
        return words(data("transcript.final")).size();
    }

    /** Words in the script, over both legs. */
    int wordsExpected() throws IOException {
        return spoken.words(Track.INBOUND).size() + spoken.words(Track.OUTBOUND).size();
    }

    private static List<String> brief(List<JsonNode> finals) {
        return finals.stream()
                .map(said -> "#%d %d-%d%s %s"
                        .formatted(
                                said.path("n").asInt(),
                                said.path("startMs").asLong(),
                                said.path("endMs").asLong(),
                                said.path("repaired").asBoolean() ? " repaired" : "",
                                said.path("text").asText()))
                .toList();
    }

    /** Measured from the last word: a busy machine may hear the first seconds late, and TwentyCallsTest measures those. */
    private void areOnTime(Track track, List<JsonNode> words, List<Script.Word> expected) {
        int last = expected.size() - 1;
        long shiftMs =
                words.get(last).path("startMs").asLong() - expected.get(last).startMs();
        for (int i = 0; i < last; i++) {
            if (expected.get(i).startMs() >= CLOCK_SETTLES_MS) {
                assertThat(words.get(i).path("startMs").asLong() - shiftMs)
                        .as("%s: start of %s on %s", name, expected.get(i), track.wire())
                        .isBetween(
                                expected.get(i).startMs() - WORD_TOLERANCE_MS,
                                expected.get(i).startMs() + WORD_TOLERANCE_MS);
            }
        }
    }

    /** Only what was repaired may arrive behind words that were spoken later. */
    private void liveOnesAreInOrder(Track track, List<JsonNode> finals) {
        List<Long> starts = finals.stream()
                .sorted(Comparator.comparingInt(said -> said.path("n").asInt()))
                .filter(said -> !said.path("repaired").asBoolean())
                .map(said -> said.path("startMs").asLong())
                .toList();
        assertThat(starts).as("%s: starts on %s", name, track.wire()).isSorted();
    }

    /** What {@code call.ended} says was lost, over both legs. */
    long lostMs() throws IOException {
        long lost = 0;
        for (JsonNode leg : ended().path("legs")) {
            lost += leg.path("lostMs").asLong();
        }
        return lost;
    }

    JsonNode ended() throws IOException {
        List<JsonNode> ended = data("call.ended");
        assertThat(ended).as("%s: call.ended", name).hasSize(1);
        return ended.get(0);
    }

    List<JsonNode> data(String type) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (ReceivedEvent event : world.events(callId())) {
            if (event.type().equals(type)) {
                all.add(JSON.readTree(event.json()).path("data"));
            }
        }
        return all;
    }

    /** The finals of a track, by call time. */
    List<JsonNode> finals(Track track) throws IOException {
        return data("transcript.final").stream()
                .filter(said -> said.path("track").asText().equals(track.wire()))
                .sorted(Comparator.comparingLong(said -> said.path("startMs").asLong()))
                .toList();
    }

    static List<JsonNode> words(List<JsonNode> finals) {
        List<JsonNode> words = new ArrayList<>();
        finals.forEach(said -> said.path("words").forEach(words::add));
        return words;
    }

    private static String plain(String word) {
        return word.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}'-]", "");
    }
}
