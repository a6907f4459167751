package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.sidetone.codec.Wav;
import io.sidetone.codec.WavLimits;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Failure.Remedy;
import io.sidetone.speech.PrerecordedException;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.VendorTrust;
import io.sidetone.speech.Word;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole pieces, asked of a real HTTP server. */
class DeepgramPrerecordedTest {
    private static final String ANSWER = """
            {"metadata":{"request_id":"r-7","duration":8.4,"model_info":{"x":{"name":"general-nova-3"}}},
             "results":{"channels":[{"alternatives":[{"transcript":"Check the relay. And so on","confidence":0.9,"words":[
               {"word":"check","punctuated_word":"Check","start":0.4,"end":0.7,"confidence":0.8},
               {"word":"the","start":0.7,"end":0.8,"confidence":0.81},
               {"word":"relay","punctuated_word":"relay.","start":0.8,"end":1.2,"confidence":0.82},
               {"word":"and","punctuated_word":"And","start":2.0,"end":2.1,"confidence":0.83},
               {"word":"so","start":2.1,"end":2.2,"confidence":0.84}]}]}]%s}}""";
    private static final String UTTERANCES = """
            ,"utterances":[
               {"start":0.4,"end":1.2,"confidence":0.95,"transcript":"Check the relay.","words":[
                 {"word":"check","punctuated_word":"Check","start":0.4,"end":0.7,"confidence":0.8},
                 {"word":"the","punctuated_word":"the","start":0.7,"end":0.8,"confidence":0.81},
                 {"word":"relay","punctuated_word":"relay.","start":0.8,"end":1.2,"confidence":0.82}]},
               {"start":2.0,"end":2.2,"confidence":0.85,"transcript":"And so","words":[]},
               {"start":2.6,"end":2.9,"confidence":0.7,"transcript":"on"},
               {"start":2.9,"end":2.95,"confidence":0.0,"transcript":" "}]""";

    /** One request as it came. */
    @SuppressWarnings("ArrayRecordComponent") // written down, never compared
    private record Came(
            String method,
            String target,
            @Nullable String key,
            @Nullable String type,
            byte[] body) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Came> came = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final EventLoop loop = new DefaultEventLoop(); // never started

    private HttpServer server = server();
    private volatile int status = 200;
    private volatile Map<String, String> headers = Map.of();
    private volatile String body = String.format(ANSWER, UTTERANCES);
    private volatile boolean hold;

    private Duration timeout = Duration.ofSeconds(30);
    private SpeechOptions options = SpeechOptions.DEFAULTS;
    private DeepgramSettings.Listening listening = new DeepgramSettings.Listening(
            "nova-3", "en", DeepgramSettings.Encoding.LINEAR16, List.of("relay", "flow sensor"), Map.of());

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void end() {
        mayAnswer.countDown();
        server.stop(0);
        threads.shutdownNow();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void aPieceBecomesPassagesWithTimesOfThePiece() throws Exception {
        Transcript transcript = transcript();

        assertThat(transcript.source()).isEqualTo(new SpeechEvent.Source("deepgram", "general-nova-3", "r-7"));
        assertThat(transcript.language()).isEqualTo("en");
        assertThat(transcript.passages())
                .extracting(Transcript.Passage::text, Transcript.Passage::confidence)
                .containsExactly(tuple("Check the relay.", 0.95), tuple("And so", 0.85), tuple("on", 0.7));
        assertThat(transcript.passages().get(0).words())
                .containsExactly(
                        new Word("Check", 400, 700, 0.8),
                        new Word("the", 700, 800, 0.81),
                        new Word("relay.", 800, 1_200, 0.82));
        assertThat(transcript.passages().get(1).words())
                .as("from the whole")
                .containsExactly(new Word("And", 2_000, 2_100, 0.83), new Word("so", 2_100, 2_200, 0.84));
        assertThat(transcript.passages().get(2).words()).containsExactly(new Word("on", 2_600, 2_900, 0.7));
        assertThat(count("transcribed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"utterances\":[]", ",\"utterances\":null"})
    void withoutUtterancesTheWordsAreDividedAtTheirPauses(String utterances) throws Exception {
        body = String.format(ANSWER, utterances);

        assertThat(transcript().passages())
                .extracting(Transcript.Passage::text, Transcript.Passage::confidence)
                .containsExactly(tuple("Check the relay.", 0.9), tuple("And so", 0.9));
    }

    @Test
    void silenceHasNoPassages() throws Exception {
        headers = Map.of("dg-request-id", "from-the-head");
        body =
                "{\"results\":{\"channels\":[{\"alternatives\":[{\"transcript\":\"\",\"words\":[]}]}],\"utterances\":[]}}";

        assertThat(transcript())
                .isEqualTo(
                        new Transcript(List.of(), new SpeechEvent.Source("deepgram", "nova-3", "from-the-head"), "en"));
    }

    @Test
    void wildTimesStayWithinThePiece() throws Exception {
        body = "{\"results\":{\"utterances\":[{\"transcript\":\"eh\",\"words\":["
                + "{\"word\":\"eh\",\"start\":-4,\"end\":1e300},{\"word\":\"oh\",\"start\":1e300,\"end\":1}]}]}}";

        assertThat(transcript().passages().get(0).words())
                .containsExactly(new Word("eh", 0, 3_000, 0), new Word("oh", 3_000, 3_000, 0));
    }

    @Test
    void theRequestIsThatOfTheStreamWithoutWhatOnlyStreamsHave() throws Exception {
        listening = new DeepgramSettings.Listening(
                "nova-3",
                "en",
                DeepgramSettings.Encoding.LINEAR16,
                List.of("relay", "flow sensor"),
                Map.of("smart_format", List.of("true"), "interim_results", List.of("true")));
        transcript();

        Came request = came.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target())
                .isEqualTo("/base/v1/listen?model=nova-3&language=en&smart_format=true&utterances=true&utt_split=0.8"
                        + "&keyterm=relay&keyterm=flow%20sensor&extra=call%3As_call&extra=leg%3Ainbound");
        assertThat(request.key()).isEqualTo("Token key-of-tests");
        assertThat(request.type()).isEqualTo("audio/wav");
        Wav wav = Wav.read(new ByteArrayInputStream(request.body()), WavLimits.STRICT);
        assertThat(wav.encoding()).isEqualTo(Wav.Encoding.MULAW);
        assertThat(wav.sampleRateHz()).isEqualTo(8_000);
        assertThat(wav.channels()).isEqualTo(1);
        assertThat(wav.data()).isEqualTo(piece());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interim_results",
                "endpointing",
                "utterance_end_ms",
                "vad_events",
                "no_delay",
                "eot_threshold",
                "eager_eot_threshold",
                "eot_timeout_ms",
                "language_hint",
            })
    void optionsOfStreamsAreLeftOut(String name) throws Exception {
        listening = new DeepgramSettings.Listening(
                "nova-3", "en", DeepgramSettings.Encoding.MULAW, List.of(), Map.of(name, List.of("1")));
        transcript();

        assertThat(came.get(0).target()).doesNotContain(name, "encoding", "sample_rate", "channels");
    }

    @ParameterizedTest
    @CsvSource({
        "flux-general-en, model=nova-3&language=en",
        "flux-general-multi, model=nova-3&language=multi",
        "nova-3-medical, model=nova-3-medical&language=en",
    })
    void aLegOfFluxIsHeardByNova(String model, String expected) throws Exception {
        options = new SpeechOptions(null, model, List.of());
        transcript();

        assertThat(came.get(0).target()).contains("?" + expected + "&utterances");
    }

    @ParameterizedTest
    @CsvSource({
        "302, stt.refused, NEVER",
        "400, stt.refused, NEVER_FOR_LEG",
        "401, stt.refused, NEVER",
        "402, stt.refused, NEVER",
        "403, stt.refused, NEVER",
        "404, stt.refused, NEVER",
        "408, stt.unavailable, BACK_OFF",
        "413, stt.refused, NEVER_FOR_LEG",
        "429, stt.throttled, WAIT_FOR_ROOM",
        "503, stt.unavailable, BACK_OFF",
        "504, stt.unavailable, BACK_OFF",
    })
    void aRefusalIsAFailureWithItsRemedy(int refusal, String code, Remedy remedy) throws Exception {
        status = refusal;
        headers = Map.of("retry-after", "0", "dg-request-id", "r-8", "location", "/elsewhere");
        body = "{\"err_code\":\"NO\",\"err_msg\":\"not so\"}";
        Failure failure = failure();

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(failure.message())
                .contains("refused a piece of audio", "HTTP " + refusal, "NO: not so", "request id r-8")
                .doesNotContain("key-of-tests");
        assertThat(came).as("asked once").hasSize(1);
        assertThat(count(code)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "[]", "{}", "{\"results\":{}}", "{\"request_id\":\"by callback\"}", "{\"results\":"
            })
    void anAnswerThatIsNoneIsUnavailability(String answer) throws Exception {
        body = answer;
        Failure failure = failure();

        assertThat(failure.code()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failure.remedy()).isEqualTo(Remedy.BACK_OFF);
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() throws Exception {
        body = "x".repeat(5 << 20);

        assertThat(failure().message()).contains("longer than 4194304 bytes");
    }

    @Test
    void aVendorThatDoesNotAnswerIsTriedLater() throws Exception {
        hold = true;
        timeout = Duration.ofMillis(50);
        Failure failure = failure();

        assertThat(failure.code()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failure.remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(failure.message()).containsPattern("time(d )?out");
    }

    @Test
    void whatNobodyListensOnIsTriedLater() throws Exception {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
        try (DeepgramPrerecorded deepgram = deepgram(port, 1)) {
            assertThat(failure(deepgram).remedy()).isEqualTo(Remedy.BACK_OFF);
        }
    }

    @Test
    void noMoreAreAskedAtOnceThanMayBe() throws Exception {
        hold = true;
        try (DeepgramPrerecorded deepgram = deepgram(server.getAddress().getPort(), 2)) {
            var answers = List.of(ask(deepgram), ask(deepgram), ask(deepgram));
            while (came.size() < 2) {
                Thread.onSpinWait();
            }
            assertThat(answers).noneMatch(answer -> answer.toCompletableFuture().isDone());
            assertThat(came).hasSize(2);
            hold = false;
            mayAnswer.countDown();
            for (var answer : answers) {
                assertThat(answer.toCompletableFuture()
                                .get(10, TimeUnit.SECONDS)
                                .passages())
                        .hasSize(3);
            }
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        hold = true;
        DeepgramPrerecorded deepgram = deepgram(server.getAddress().getPort(), 1);
        var under = ask(deepgram);
        var waiting = ask(deepgram);
        while (came.isEmpty()) {
            Thread.onSpinWait();
        }
        deepgram.close();

        assertThat(failure(under).remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(failure(waiting).remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(failure(deepgram).remedy()).isEqualTo(Remedy.BACK_OFF);
    }

    private Transcript transcript() throws Exception {
        try (DeepgramPrerecorded deepgram = deepgram(server.getAddress().getPort(), 1)) {
            assertThat(deepgram.provider()).isEqualTo("deepgram");
            return ask(deepgram).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private Failure failure() throws Exception {
        try (DeepgramPrerecorded deepgram = deepgram(server.getAddress().getPort(), 1)) {
            return failure(deepgram);
        }
    }

    private Failure failure(DeepgramPrerecorded deepgram) throws Exception {
        return failure(ask(deepgram));
    }

    private static Failure failure(CompletionStage<Transcript> answer) throws Exception {
        try {
            throw new AssertionError("answered: " + answer.toCompletableFuture().get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PrerecordedException told) {
                return told.failure();
            }
            throw e;
        }
    }

    private CompletionStage<Transcript> ask(DeepgramPrerecorded deepgram) {
        SpeechLeg leg = new SpeechLeg("s_call", "inbound", "technician", options, loop);
        return deepgram.transcribe(leg, piece());
    }

    private DeepgramPrerecorded deepgram(int port, int atOnce) {
        return new DeepgramPrerecorded(
                new DeepgramSettings(
                        URI.create("ws://127.0.0.1:" + port + "/base/"),
                        () -> "key-of-tests\n",
                        listening,
                        DeepgramSettings.Timing.DEFAULTS),
                new DeepgramPrerecorded.Limits(timeout, atOnce),
                VendorTrust.usual(),
                meters);
    }

    /** 3 s. */
    private static byte[] piece() {
        return World.noise(24_000, 7);
    }

    private double count(String outcome) {
        return meters.get("sidetone_stt_pieces")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            came.add(new Came(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("authorization"),
                    exchange.getRequestHeaders().getFirst("content-type"),
                    exchange.getRequestBody().readAllBytes()));
            if (hold) {
                mayAnswer.await();
            }
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
