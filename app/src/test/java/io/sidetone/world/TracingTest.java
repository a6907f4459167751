package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector gets a call's trace, and a receiver of webhooks its context. */
class TracingTest {
    private static final Spoken SPOKEN = Spoken.once("serial-number", 16_200);

    private final BlockingQueue<String> exported = new LinkedBlockingQueue<>();

    @Test
    void aCallBecomesATraceThatSaysNothingOfWhatWasSaid(@TempDir Path data) throws IOException, InterruptedException {
        HttpServer collector = collector();
        try (World world = World.start(
                data,
                Map.of(
                        "tracing.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort(),
                        "tracing.token",
                        "a-collectors-token"))) {
            TroubledCall call = TroubledCall.place(world, "traced", SPOKEN);
            call.report().join();
            call.untilOver().isWhole();
            String everything = untilTheCallIsThere();
            assertThat(everything)
                    .contains("leg technician", "leg agent", "speech deepgram", "webhook ", call.callId())
                    .contains("authorization=Bearer a-collectors-token")
                    .doesNotContain(said(world, call));
        } finally {
            collector.stop(0);
        }
    }

    /** Its span comes when the journal has its end. */
    private String untilTheCallIsThere() throws InterruptedException {
        StringBuilder everything = new StringBuilder();
        while (everything.indexOf("\ncall") < 0) {
            String more = exported.poll(30, TimeUnit.SECONDS);
            assertThat(more).as("what the collector got was %s", everything).isNotNull();
            everything.append(more);
        }
        return everything.toString();
    }

    private static String said(World world, TroubledCall call) {
        ReceivedEvent words = world.events(call.callId()).stream()
                .filter(event -> event.type().equals("transcript.final"))
                .findFirst()
                .orElseThrow();
        String json = new String(words.json(), StandardCharsets.UTF_8);
        return json.replaceFirst("(?s).*?\"text\":\"([^\"]{6,})\".*", "$1");
    }

    /** Protobuf's strings stand in it as they are, each behind its length: that is enough to look for names. */
    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                List<String> authorization = exchange.getRequestHeaders().get("Authorization");
                exported.add("authorization=" + (authorization == null ? "" : authorization.get(0)) + "\n"
                        + new String(body, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]+", "\n"));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }
}
