package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.ms;
import static io.sidetone.sim.deepgram.Speech.samples;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.codec.Wav;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is heard when audio is sent again: what came is told, what did not come is not. */
class ReplayTest {
    private static final RecordingLibrary BUNDLED = bundled();
    private static final WindowIndex INDEX = new WindowIndex(BUNDLED.tracks());
    private static final int KEPT = ms(400); // a client keeps this much before the settled end
    private static final double ROUNDING = 0.000_2; // the vendor's numbers have four decimals, twice
    private static final double ENOUGH = 0.9;

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = DeepgramEmulator.start(EmulatorOptions.of(BUNDLED, InstantSource.fixed(Instant.EPOCH)));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    static Stream<Track> tracks() {
        return BUNDLED.tracks().stream();
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void aPieceHoldsTheWordsOfWhichNineTenthsAreInItAndNoOthers(Track track) {
        SplittableRandom random = new SplittableRandom(track.name().hashCode());
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(track.length() - ms(500));
            int to = Math.min(track.length(), from + random.nextInt(ms(300), ms(6_000)));

            assertThat(heard(samples(track, from, to)))
                    .as("%s from %d to %d", track, from, to)
                    .isEqualTo(expected(track, from, to));
        }
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void aPieceThatBeginsInsideAWordDoesNotHoldThatWord(Track track) {
        for (Word word : track.words()) {
            int middle = (word.start() + word.end()) / 2;
            int to = Math.min(track.length(), middle + ms(3_000));

            assertThat(heard(samples(track, middle, to)))
                    .as("%s from the middle of '%s'", track, word.word())
                    .isEqualTo(expected(track, middle, to));
        }
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void aSecondConnectionTellsTheSameWordsAtTheSameTimes(Track track) {
        TestClient first = send(samples(track));
        List<JsonNode> finals = first.finals();
        for (JsonNode settled : finals.subList(0, finals.size() - 1)) {
            long end = Math.round(
                    (settled.path("start").asDouble() + settled.path("duration").asDouble()) * Speech.RATE);
            int from = (int) Math.max(0, end - KEPT);

            TestClient again = send(samples(track, from, track.length()));

            assertThat(words(again, from / (double) Speech.RATE))
                    .as("%s again from %d", track, from)
                    .isEqualTo(wholeWordsFrom(words(first, 0), from / (double) Speech.RATE));
        }
    }

    @Test
    void overlappingPiecesHoldEveryWordAndAgreeWhereTheyOverlap() {
        Track track = BUNDLED.recordings().get(0).tracks().values().iterator().next();
        int piece = ms(3_000);
        List<Timed> joined = new ArrayList<>();
        for (int from = 0; from < track.length(); from += piece - ms(1_000)) {
            int to = Math.min(track.length(), from + piece);
            Wav wav = Wav.ofSamples(Speech.RATE, samples(track, from, to));
            JsonNode words =
                    TestPost.heard(TestPost.wav(emulator, TestPost.QUERY, wav)).path("words");
            for (JsonNode word : words) {
                Timed timed = Timed.of(word, from / (double) Speech.RATE);
                if (joined.stream().noneMatch(timed::isPartOf)) {
                    joined.add(timed);
                }
            }
        }

        assertThat(joined.stream().map(Timed::word).toList())
                .isEqualTo(track.words().stream().map(Word::word).toList());
    }

    /** A word and when it was said; equal if the times are but for rounding. */
    private record Timed(String word, double start, double end) {
        static Timed of(JsonNode word, double offset) {
            return new Timed(
                    word.path("word").asText(),
                    word.path("start").asDouble() + offset,
                    word.path("end").asDouble() + offset);
        }

        /** The same, or cut by up to a tenth at the edge of a piece. */
        boolean isPartOf(Timed other) {
            return word.equals(other.word)
                    && (Math.abs(start - other.start) <= ROUNDING || Math.abs(end - other.end) <= ROUNDING);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Timed timed
                    && word.equals(timed.word)
                    && Math.abs(start - timed.start) <= ROUNDING
                    && Math.abs(end - timed.end) <= ROUNDING;
        }

        @Override
        public int hashCode() {
            return word.hashCode();
        }
    }

    /** Those that began no earlier; a word cut by less than a tenth is told from where its sound begins. */
    private static List<Timed> wholeWordsFrom(List<Timed> words, double from) {
        return words.stream()
                .filter(word -> from <= word.start() + (word.end() - word.start()) * (1 - ENOUGH))
                .map(word -> new Timed(word.word(), Math.max(from, word.start()), word.end()))
                .toList();
    }

    private static List<Timed> words(TestClient client, double offset) {
        List<Timed> words = new ArrayList<>();
        for (JsonNode settled : client.finals()) {
            settled.at("/channel/alternatives/0/words").forEach(word -> words.add(Timed.of(word, offset)));
        }
        return words;
    }

    private TestClient send(short[] samples) {
        return TestClient.connect(emulator, TestClient.QUERY)
                .audio(linear16(samples), 3_200)
                .finish();
    }

    private static List<String> heard(short[] audio) {
        List<String> heard = new ArrayList<>();
        Recognizer recognizer = new Recognizer(INDEX, Speech.RATE, word -> heard.add(word.word()));
        for (int at = 0; at < audio.length; at += 80) {
            recognizer.hear(audio, at, Math.min(80, audio.length - at));
        }
        recognizer.finish();
        return heard;
    }

    private static List<String> expected(Track track, int from, int to) {
        return track.words().stream()
                .filter(word -> Math.min(to, word.end()) - Math.max(from, word.start()) >= ENOUGH * word.length())
                .map(Word::word)
                .toList();
    }

    private static RecordingLibrary bundled() {
        try {
            return RecordingLibrary.bundled();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
