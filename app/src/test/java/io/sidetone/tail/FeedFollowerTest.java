package io.sidetone.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed that says where its reader should be, and a reader that is not there. */
@Timeout(30)
class FeedFollowerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SNAPSHOT =
            "{\"type\":\"snapshot\",\"name\":\"all\",\"topic\":\"calls\",\"epoch\":\"e\","
                    + "\"seq\":5,\"part\":1,\"last\":true,\"calls\":[]}";

    private final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

    @Test
    void aHeartbeatThatExpectsItElsewhereMakesItAskForWhatIsMissing() throws IOException, InterruptedException {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(connection("snapshot", SNAPSHOT, beat(5, 6), beat(8, 8)));
            server.enqueue(connection("replay"));
            server.start();
            URI address = URI.create("ws://localhost:" + server.getPort() + "/");
            try (FeedFollower follower = new FeedFollower(
                    address,
                    "token",
                    JSON.createObjectNode().put("name", "all").put("topic", "calls"),
                    new Losses(),
                    System::nanoTime)) {
                follower.start().join();
                assertThat(next(asked).has("since")).isFalse();
                assertThat(next(lost)).isEqualTo("an event is missing");
                assertThat(next(asked).at("/since/seq").asLong()).isEqualTo(6);
            }
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    private static String beat(long prev, long through) {
        return "{\"type\":\"heartbeat\",\"prev\":" + prev + ",\"through\":" + through + ",\"at\":1}";
    }

    /** Greets with a heartbeat that is about nobody yet, and answers a subscription with these frames. */
    private MockResponse connection(String mode, String... frames) {
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, okhttp3.Response response) {
                        socket.send(beat(90, 90));
                        socket.send("{\"type\":\"hello\",\"epoch\":\"e\",\"seq\":90,\"at\":1,\"staleMs\":25000}");
                    }

                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        asked.add(read(text));
                        socket.send("{\"type\":\"reply\",\"id\":\"1\",\"ok\":true,\"result\":{\"mode\":\"" + mode
                                + "\",\"reason\":\"new\",\"epoch\":\"e\",\"seq\":5}}");
                        for (String frame : frames) {
                            socket.send(frame);
                        }
                    }
                })
                .build();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private final class Losses implements FeedListener {
        @Override
        public void snapshot(Snapshot snapshot) {}

        @Override
        public void event(JsonNode event) {}

        @Override
        public void lost(String why, long retryInMs) {
            lost.add(why);
        }

        @Override
        public void resumed(long missedEvents) {}

        @Override
        public void notice(String text) {}
    }
}
