package io.sidetone.sim.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.codec.MuLaw;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor and the webhook, by another client than ours. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SinksTest {
    private static final String LINEAR = "?encoding=linear16&sample_rate=8000";

    private final ObjectMapper json = new ObjectMapper();
    private final Chunks chunks = new Chunks(20);
    private final FinalIds ids = new FinalIds(5);
    private final List<Leg> legs =
            IntStream.range(0, 2).mapToObj(number -> new Leg(number, 1)).toList();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Said said = new Said();

    @SuppressWarnings("NullAway.Init") // opened before each test
    private Sinks sinks;

    /** What the vendor says, text by text; at last how it closed. */
    private static final class Said implements WebSocket.Listener {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                all.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            all.add("closed " + status);
            return null;
        }
    }

    @BeforeEach
    void open() throws IOException {
        VendorWork work = new VendorWork(
                chunks, legs, ids, new UpstreamCounts(), new Meters(), System::nanoTime, 2 * 160, 3 * 160);
        sinks = Sinks.open(work, new LoadRun.Listening("127.0.0.1", 0, 0, null));
    }

    @AfterEach
    void close() {
        sinks.close();
    }

    @Test
    void interimsAndFinalsComeAsAudioDoes() throws Exception {
        WebSocket socket = connect(LINEAR);
        speak(socket, 0, 2);
        assertThat(next().path("is_final").asBoolean()).isFalse();
        speak(socket, 2, 1);

        JsonNode settled = next();
        assertThat(settled.path("type").asText()).isEqualTo("Results");
        assertThat(settled.path("is_final").asBoolean()).isTrue();
        assertThat(settled.path("speech_final").asBoolean()).isTrue();
        assertThat(settled.path("start").asDouble()).isZero();
        assertThat(settled.path("duration").asDouble()).isEqualTo(0.06);
        JsonNode alternative = settled.at("/channel/alternatives/0");
        assertThat(alternative.path("transcript").asText()).startsWith(ids.word(1, 0) + " ");
        assertThat(alternative.path("words")).hasSize(8);
        assertThat(alternative.at("/words/7/end").asDouble()).isEqualTo(0.06);
    }

    @Test
    void whatIsAskedToBeSettledIs() throws Exception {
        WebSocket socket = connect(LINEAR);
        speak(socket, 0, 1);
        socket.sendText("{\"type\":\"KeepAlive\"}", true).join();
        socket.sendText("{\"type\":\"Finalize\"}", true).join();

        JsonNode settled = next();
        assertThat(settled.path("from_finalize").asBoolean()).isTrue();
        assertThat(settled.path("is_final").asBoolean()).isTrue();
    }

    @Test
    void closeStreamBringsTheRestTheMetadataAndTheEnd() throws Exception {
        WebSocket socket = connect(LINEAR);
        speak(socket, 0, 1);
        socket.sendText("{\"type\":\"CloseStream\"}", true).join();
        speak(socket, 1, 1);

        assertThat(next().path("is_final").asBoolean()).isTrue();
        JsonNode metadata = next();
        assertThat(metadata.path("type").asText()).isEqualTo("Metadata");
        assertThat(metadata.path("duration").asDouble()).isEqualTo(0.02);
        assertThat(said.all.take()).isEqualTo("closed 1000");
        untilGone(); // what was sent may still be on its way
        assertThat(sinks.arrivals().upstream().clean()).isFalse(); // audio after CloseStream
    }

    @Test
    void audioThatIsNobodysIsNotForgotten() throws Exception {
        WebSocket socket = connect("?encoding=mulaw&sample_rate=8000");
        socket.sendBinary(ByteBuffer.wrap(new byte[1_000]), true).join();
        socket.sendText("{\"type\":\"CloseStream\"}", true).join();

        assertThat(next().path("type").asText()).isEqualTo("Metadata");
        assertThat(said.all.take()).isEqualTo("closed 1000");
        socket.abort();
        untilGone();
        assertThat(sinks.arrivals().upstream().unidentifiedBytes()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?encoding=opus&sample_rate=8000",
                "?encoding=linear16&sample_rate=16000",
                "?encoding=linear16&sample_rate=8000&channels=2",
                "?encoding=%22%0d%0a"
            })
    void whatTheToolHasNotIsRefusedWithTheReason(String query) {
        assertThatThrownBy(() -> connect(query))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    assertThat(refused.getResponse().statusCode()).isEqualTo(400);
                    assertThat(refused.getResponse().headers().firstValue("dg-error"))
                            .hasValueSatisfying(why -> assertThat(why).contains("expected: "));
                });
        assertThat(sinks.arrivals().upstream().refusal()).contains("expected: ");
    }

    @Test
    void aWishForTranscriptionAfterwardsIsTold() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + sinks.vendorPort() + "/v1/listen" + LINEAR))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[320]))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(404);
        assertThat(sinks.arrivals().upstream().refusal()).contains("has not kept up");
    }

    @Test
    void aWebhooksFinalsAreCountedAndEveryPostIsTaken() throws Exception {
        WebSocket socket = connect(LINEAR);
        speak(socket, 0, 6);
        String first = post("{\"text\":\"" + ids.word(1, 1) + "\"}");
        assertThat(first).isEqualTo("ok");
        post(ids.word(1, 0));
        post(ids.word(1, 0));
        post(ids.word(1, 77));
        post("{\"type\":\"call.ended\"}");

        Arrivals arrivals = sinks.arrivals();
        assertThat(arrivals.requests()).isEqualTo(5);
        assertThat(arrivals.finals()).isEqualTo(new FinalCounts(2, 2, 0, 1, 1));
    }

    private void untilGone() {
        while (sinks.arrivals().upstream().open() > 0) {
            Thread.onSpinWait();
        }
    }

    private WebSocket connect(String query) {
        URI uri = URI.create("ws://127.0.0.1:" + sinks.vendorPort() + "/v1/listen" + query);
        return http.newWebSocketBuilder().buildAsync(uri, said).join();
    }

    private void speak(WebSocket socket, int from, int count) {
        byte[] chunk = new byte[chunks.bytes()];
        for (int number = from; number < from + count; number++) {
            chunks.write(1, number, chunk);
            legs.get(1).sent().sent(0);
            socket.sendBinary(ByteBuffer.wrap(MuLaw.toLinear16(chunk)), true).join();
        }
    }

    private JsonNode next() throws Exception {
        return json.readTree(said.all.take());
    }

    private String post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sinks.webhookPort() + "/any"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
