package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.ms;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.codec.ALaw;
import io.sidetone.codec.MuLaw;
import io.sidetone.codec.Wav;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole pieces of audio, posted over real sockets. */
class PrerecordedTest {
    /** Words at 0.5, 0.9, 1.3, 1.7 s; a pause from 2.0 to 2.9; then at 2.9 and 3.3 s. */
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);

    private static final Wav WHOLE = muLaw(samples(COUNT));
    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = DeepgramEmulator.start(options());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource(Wav.Encoding.class)
    void hearsEveryEncodingOfWav(Wav.Encoding encoding) {
        Wav wav = Wav.of(encoding, 8_000, 1, encoded(encoding, samples(alike(encoding))));

        HttpResponse<String> answer = TestPost.wav(emulator, TestPost.QUERY, wav);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestPost.transcript(answer)).isEqualTo("One two three four. Five six.");
    }

    @Test
    void hearsRawAudioByTheQuerysEncoding() {
        byte[] raw = MuLaw.fromLinear16(linear16(samples(COUNT)));

        HttpResponse<String> answer = TestPost.later(emulator, "model=nova-3&encoding=mulaw&sample_rate=8000", raw)
                .join();

        assertThat(TestPost.transcript(answer)).isEqualTo("one two three four five six");
        assertThat(TestPost.heard(answer).at("/words/0").has("punctuated_word")).isFalse();
    }

    @Test
    void answersInTheVendorsShape() {
        HttpResponse<String> answer = TestPost.wav(emulator, TestPost.QUERY + "&extra=call:s_1", WHOLE);

        JsonNode root = TestClient.parse(answer.body());
        JsonNode metadata = root.path("metadata");
        String requestId = emulator.requests().get(0).requestId();
        assertThat(answer.headers().firstValue("dg-request-id")).hasValue(requestId);
        assertThat(metadata.path("request_id").asText()).isEqualTo(requestId);
        assertThat(metadata.path("duration").asDouble()).isEqualTo(COUNT.length() / 8_000.0);
        assertThat(metadata.path("channels").asInt()).isEqualTo(1);
        assertThat(metadata.path("created").asText()).isEqualTo(NOW.toString());
        assertThat(metadata.path("sha256").asText()).hasSize(64);
        assertThat(metadata.at("/extra/call").asText()).isEqualTo("s_1");
        assertThat(metadata.at("/model_info/" + metadata.at("/models/0").asText() + "/arch")
                        .asText())
                .isEqualTo("nova-3");
        JsonNode two = TestPost.heard(answer).at("/words/1");
        assertThat(two.path("word").asText()).isEqualTo("two");
        assertThat(two.path("start").asDouble()).isEqualTo(0.9);
        assertThat(two.path("end").asDouble()).isEqualTo(1.2);
        assertThat(two.path("confidence").asDouble()).isBetween(0.9, 1.0);
        assertThat(TestPost.heard(answer).at("/words/3/punctuated_word").asText())
                .isEqualTo("four.");
    }

    @ParameterizedTest
    @CsvSource({"'',One two three four.|Five six.", "&utt_split=0.05,One|two|three|four.|Five|six."})
    void splitsUtterancesAtPauses(String split, String expected) {
        JsonNode utterances = TestClient.parse(
                        TestPost.wav(emulator, TestPost.QUERY + split, WHOLE).body())
                .at("/results/utterances");

        assertThat(utterances.findValuesAsText("transcript")).containsExactly(expected.split("\\|"));
        assertThat(utterances.findValuesAsText("id")).doesNotHaveDuplicates().doesNotContain("");
        JsonNode last = utterances.get(utterances.size() - 1);
        assertThat(last.path("end").asDouble())
                .isEqualTo(last.at("/words/" + (last.path("words").size() - 1) + "/end")
                        .asDouble());
    }

    @Test
    void givesNoUtterancesUnlessAsked() {
        HttpResponse<String> answer = TestPost.wav(emulator, "model=nova-3", WHOLE);

        assertThat(TestClient.parse(answer.body()).at("/results").has("utterances"))
                .isFalse();
    }

    @Test
    void hearsEachChannelAlone() {
        short[] left = samples(COUNT);
        byte[] both = new byte[left.length * 4];
        byte[] heard = linear16(left);
        for (int i = 0; i < left.length; i++) {
            both[4 * i + 2] = heard[2 * i];
            both[4 * i + 3] = heard[2 * i + 1];
        }
        Wav wav = Wav.of(Wav.Encoding.PCM16, 8_000, 2, both);

        JsonNode root = TestClient.parse(TestPost.wav(emulator, TestPost.QUERY + "&multichannel=true", wav)
                .body());

        assertThat(root.at("/metadata/channels").asInt()).isEqualTo(2);
        assertThat(root.at("/results/channels").findValuesAsText("transcript"))
                .containsExactly("", "One two three four. Five six.");
        assertThat(root.at("/results/utterances").findValues("channel"))
                .allSatisfy(channel -> assertThat(channel.asInt()).isEqualTo(1));
    }

    @Test
    void silenceHasNoWords() {
        HttpResponse<String> answer = TestPost.wav(emulator, TestPost.QUERY, muLaw(silence(3_000)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestPost.transcript(answer)).isEmpty();
        assertThat(TestPost.heard(answer).path("confidence").asDouble()).isZero();
    }

    static Stream<Arguments> pieces() {
        return Stream.of(
                Arguments.of("from the middle of a word", 1_050, 2_100, "three four."),
                Arguments.of("from a word that has nine tenths left", 930, 1_700, "two three"),
                Arguments.of("from a word that has a little less left", 931, 1_700, "three"),
                Arguments.of("to a word of which nine tenths came", 800, 1_570, "two three"),
                Arguments.of("to a word of which a little less came", 800, 1_569, "two"),
                Arguments.of("one word and no silence", 900, 1_200, "two"),
                Arguments.of("nothing but half a word", 900, 1_050, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pieces")
    void aPieceMayBeginAndEndAnywhere(String what, int fromMs, int toMs, String expected) {
        Wav piece = muLaw(samples(COUNT, ms(fromMs), ms(toMs)));

        assertThat(TestPost.transcript(TestPost.wav(emulator, TestPost.QUERY, piece)))
                .as(what)
                .isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        byte[] whole = WHOLE.toBytes();
        return Stream.of(
                Arguments.of("model=nova-9", whole, "model: 'nova-9'"),
                Arguments.of("model=flux-general-en", whole, "/v2/listen"),
                Arguments.of("model=nova-3&language=english", whole, "language: 'english'"),
                Arguments.of("model=nova-3&keywords=valve", whole, "keywords is not available"),
                Arguments.of("model=nova-3&interim_results=true", whole, "interim_results is for live audio"),
                Arguments.of("model=nova-3&summarize=v2", whole, "summarize: the vendor takes this one"),
                Arguments.of("model=nova-3&utt_split=1", whole, "utt_split needs utterances"),
                Arguments.of("model=nova-3&utterances=true&utt_split=soon", whole, "utt_split: 'soon'"),
                Arguments.of("model=nova-3&sample_rate=8000", whole, "raw audio needs encoding and sample_rate"),
                Arguments.of("model=nova-3&encoding=mulaw&sample_rate=8000", whole, "a WAV file with an encoding"),
                Arguments.of("model=nova-3&encoding=linear16&sample_rate=8000", new byte[3], "a multiple of 2"),
                Arguments.of("model=nova-3", new byte[0], "the body is empty"),
                Arguments.of("model=nova-3", muLaw(new short[0]).toBytes(), "no samples"),
                Arguments.of("model=nova-3", Arrays.copyOf(whole, whole.length / 2), "cut short"),
                Arguments.of("model=nova-3", Arrays.copyOf(whole, 20), "corrupt or unsupported data"),
                Arguments.of("model=nova-3", new byte[1_000], "no WAV file, and no encoding"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("refused")
    void refusesWhatTheVendorRefuses(String query, byte[] body, String why) {
        HttpResponse<String> answer = TestPost.later(emulator, query, body).join();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("dg-error").orElse("")).contains(why);
        assertThat(TestClient.parse(answer.body()).path("err_msg").asText()).contains(why);
        assertThat(emulator.requests()).singleElement().satisfies(request -> assertThat(request.status())
                .hasValue(400));
        assertThat(emulator.refusedHandshakes()).isEmpty();
    }

    @Test
    void fetchesNoUrls() {
        HttpRequest request = TestPost.request(
                        emulator,
                        "model=nova-3",
                        "{\"url\":\"http://x/\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .setHeader("Content-Type", "application/json")
                .build();

        assertThat(TestPost.send(request).join().statusCode()).isEqualTo(400);
    }

    @Test
    void wantsAKey() throws IOException {
        try (DeepgramEmulator picky = DeepgramEmulator.start(options().withAcceptedKeys("other"))) {
            assertThat(TestPost.wav(picky, TestPost.QUERY, WHOLE).statusCode()).isEqualTo(401);
            assertThat(picky.requests().get(0).headers()).containsEntry("authorization", "token ****");
        }
    }

    @Test
    void refusesABodyThatIsTooLongAndRecordsIt() throws IOException {
        try (DeepgramEmulator small = DeepgramEmulator.start(options().withMaxRequestBytes(1_000_000))) {
            byte[] body = new byte[1_000_001];

            HttpResponse<String> answer =
                    TestPost.later(small, TestPost.QUERY, body).join();

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(TestClient.parse(answer.body()).path("err_msg").asText()).contains("at most 1000000 bytes");
            assertThat(small.requests()).singleElement().satisfies(request -> {
                assertThat(request.status()).hasValue(413);
                assertThat(request.bodyBytes()).isEqualTo(1_000_001);
                assertThat(request.parameters().first("model")).hasValue("nova-3");
            });
        }
    }

    @Test
    void takesTwentyMebibytes() {
        Wav long20 = Wav.of(Wav.Encoding.PCM16, 48_000, 2, new byte[20 << 20]);

        assertThat(TestPost.wav(emulator, TestPost.QUERY, long20).statusCode()).isEqualTo(200);
        assertThat(emulator.requests().get(0).audioBytes()).isEqualTo(20 << 20);
    }

    @Test
    void recordsEachRequestInOrder() {
        TestPost.wav(emulator, TestPost.QUERY + "&extra=leg:l1", WHOLE);
        TestPost.later(emulator, "model=nova-9", WHOLE.toBytes()).join();

        assertThat(emulator.requests()).extracting(RecordedRequest::number).containsExactly(1, 2);
        RecordedRequest first = emulator.requests().get(0);
        assertThat(first.extras()).containsExactly(java.util.Map.entry("leg", "l1"));
        assertThat(first.audio()).isEqualTo(WHOLE.data());
        assertThat(first.audioBytes()).isEqualTo(WHOLE.data().length);
        assertThat(first.duration()).isEqualTo(WHOLE.duration());
        assertThat(first.bodyBytes()).isEqualTo(WHOLE.toBytes().length);
        assertThat(first.status()).hasValue(200);
        assertThat(first.received()).isEqualTo(NOW);
        assertThat(first.ended()).hasValue(NOW);
        assertThat(first.answer()).hasValueSatisfying(json -> assertThat(json).contains("One two"));
        assertThat(emulator.openRequests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void keepsNoMoreThanToldButCountsAll(int most) throws IOException {
        EmulatorOptions options =
                most == 0 ? options().withoutKeeping() : options().withMaxAudioBytes(most);
        try (DeepgramEmulator small = DeepgramEmulator.start(options)) {
            TestPost.wav(small, TestPost.QUERY, WHOLE);

            RecordedRequest request = small.requests().get(0);
            assertThat(request.audio()).isEqualTo(Arrays.copyOf(WHOLE.data(), most));
            assertThat(request.audioBytes()).isEqualTo(WHOLE.data().length);
            assertThat(request.duration()).isGreaterThan(Duration.ofSeconds(3));
            assertThat(request.answer().isPresent()).isEqualTo(most > 0);
        }
    }

    @Test
    void aStreamOnTheSameLoopHasItsTurnWhileALongPieceIsInWork() {
        short[] minute = joined(samples(COUNT), Speech.noise(60_000, 3));
        var piece = TestPost.later(emulator, TestPost.QUERY, muLaw(minute).toBytes());

        TestClient client = TestClient.connect(emulator, TestClient.QUERY)
                .audio(linear16(samples(COUNT)))
                .finish();

        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
        assertThat(TestPost.transcript(piece.join())).startsWith("One two three four. Five six. [unknown audio 5.0 s]");
    }

    private static EmulatorOptions options() {
        return EmulatorOptions.of(Speech.library(COUNT, alike(Wav.Encoding.ALAW)), InstantSource.fixed(NOW));
    }

    /** The track as it survives an encoding: A-law has other steps than the mu-law the words are made of. */
    private static Track alike(Wav.Encoding encoding) {
        if (encoding != Wav.Encoding.ALAW) {
            return COUNT;
        }
        short[] samples = samples(COUNT);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = ALaw.decode(ALaw.encode(samples[i]));
        }
        return new Track("count in A-law", "en", samples, COUNT.words());
    }

    private static byte[] encoded(Wav.Encoding encoding, short[] samples) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = encoding == Wav.Encoding.ALAW ? ALaw.encode(samples[i]) : MuLaw.encode(samples[i]);
        }
        return encoding == Wav.Encoding.PCM16 ? linear16(samples) : bytes;
    }

    private static Wav muLaw(short[] samples) {
        return Wav.of(Wav.Encoding.MULAW, 8_000, 1, encoded(Wav.Encoding.MULAW, samples));
    }
}
