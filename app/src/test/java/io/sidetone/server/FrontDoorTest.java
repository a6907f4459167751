package io.sidetone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.ReferenceCountUtil;
import io.sidetone.dashboard.Dashboards;
import io.sidetone.dashboard.SystemHealth;
import io.sidetone.dashboard.SystemStats;
import io.sidetone.dashboard.SystemView;
import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.TestEngines;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.world.Knock;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class FrontDoorTest {
    private static final int MOST_BYTES = 2_000;
    private static final Duration HEADER = Duration.ofSeconds(1);

    private Loops loops;
    private FrontDoor door;

    @BeforeEach
    void open() {
        loops = Loops.open(1);
        door = bind(HEADER);
        door.serve(routes());
    }

    @AfterEach
    void close() {
        door.close();
        loops.close();
    }

    private FrontDoor bind(Duration header) {
        return FrontDoor.bind("http", loops, new FrontDoor.Bounds(MOST_BYTES, header), "127.0.0.1", 0);
    }

    private static Map<String, Route> routes() {
        return Map.of(
                "/echo",
                        (ctx, request) -> Answer.text(
                                        HttpResponseStatus.OK,
                                        request.uri() + " " + request.content().toString(StandardCharsets.UTF_8))
                                .send(ctx, request),
                "/below/",
                        (ctx, request) ->
                                Answer.text(HttpResponseStatus.OK, "below").send(ctx, request),
                "/slow",
                        (ctx, request) -> {
                            Answer answer = Answer.text(HttpResponseStatus.OK, "slow");
                            HttpRequest asked = request.retain();
                            ctx.executor()
                                    .schedule(
                                            () -> {
                                                answer.send(ctx, asked);
                                                ReferenceCountUtil.release(asked);
                                            },
                                            HEADER.toMillis() * 3 / 2,
                                            TimeUnit.MILLISECONDS);
                        },
                "/defect",
                        (ctx, request) -> {
                            throw new IllegalStateException("a defect made on purpose");
                        },
                "/no-upgrade",
                        (ctx, request) -> {
                            throw new WebSocketHandshakeException("missing key");
                        });
    }

    @Test
    void aPathNobodyHasIsNotFound() throws IOException {
        assertThat(Knock.ask(door.port(), get("/nobody")))
                .startsWith("HTTP/1.1 404 ")
                .contains("nothing lives");
        assertThat(Knock.ask(door.port(), get("/echo/below"))).startsWith("HTTP/1.1 404 ");
        assertThat(Knock.ask(door.port(), get("/below/one/two"))).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aPathThatEndsInASlashTakesWhatIsDirectlyBelow() throws IOException {
        assertThat(Knock.ask(door.port(), get("/below/one?x=/y"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoComesBeforeItIsOpenWaitsAndIsAnswered() throws IOException {
        try (FrontDoor early = bind(HEADER);
                Socket caller = new Socket(InetAddress.getLoopbackAddress(), early.port())) {
            caller.getOutputStream().write(get("/echo").getBytes(StandardCharsets.US_ASCII));
            early.serve(routes());

            assertThat(new String(caller.getInputStream().readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 ");
        }
    }

    @Test
    void aBodyOfTheLimitIsTakenAndOneByteMoreIsNot() throws IOException {
        String most = "x".repeat(MOST_BYTES);
        assertThat(Knock.ask(door.port(), post(most)))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("/echo " + most + "\n");
        assertThat(Knock.ask(door.port(), post(most + "x"))).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aChunkedBodyOverTheLimitIsRefusedToo() throws IOException {
        String chunk = Integer.toHexString(1_500) + "\r\n" + "x".repeat(1_500) + "\r\n";
        assertThat(Knock.ask(
                        door.port(),
                        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk
                                + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aHeaderThatIsTooLongIsNamed() throws IOException {
        String request = "GET /echo HTTP/1.1\r\nHost: x\r\nLong: " + "x".repeat(9_000) + "\r\n\r\n";
        try (Knock knock = Knock.at(door.port())) {
            assertThat(knock.say(request).answer()).startsWith("HTTP/1.1 431 ").contains("headers");
            assertThat(knock.closed()).isTrue();
        }
    }

    @Test
    void aFullHouseLetsNobodyInUntilSomebodyLeaves() throws IOException {
        FrontDoor.Bounds two = new FrontDoor.Bounds(MOST_BYTES, 8_192, 2, HEADER, null);
        try (FrontDoor small = FrontDoor.bind("http", loops, two, "127.0.0.1", 0)) {
            small.serve(Map.of("/echo", (ctx, request) -> Answer.text(HttpResponseStatus.OK, "here")
                    .send(ctx, request)));
            try (Knock first = Knock.at(small.port());
                    Knock second = Knock.at(small.port())) {
                assertThat(first.say(get("/echo")).answer()).startsWith("HTTP/1.1 200 ");
                assertThat(second.say(get("/echo")).answer()).startsWith("HTTP/1.1 200 ");
                try (Knock third = Knock.at(small.port())) {
                    assertThat(third.closed()).isTrue();
                }
            }
            while (true) { // until the server has seen them go
                try (Knock next = Knock.at(small.port())) {
                    if (next.say(get("/echo")).answer().startsWith("HTTP/1.1 200 ")) {
                        break;
                    }
                } catch (IOException e) {
                    assertThat(e).isInstanceOfAny(EOFException.class, SocketException.class); // not yet
                }
            }
        }
    }

    @Test
    void aFirstLineThatIsTooLongIsNamed() throws IOException {
        assertThat(Knock.ask(door.port(), get("/echo?" + "x".repeat(9_000))))
                .startsWith("HTTP/1.1 414 ")
                .contains("first line");
    }

    @Test
    void whatIsNotHttpIsToldSo() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            assertThat(knock.say("SSH-2.0-OpenSSH_9.6\r\n\r\n").answer())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("not an HTTP/1.1 request");
            assertThat(knock.closed()).isTrue();
        }
    }

    @Test
    void aSenderThatNeverEndsItsHeadIsClosed() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            knock.say("GET /echo HTTP/1.1\r\nHost: x\r\n");
            assertThat(knock.closed()).isTrue();
        }
    }

    @Test
    void aSenderThatDripsItsBodyIsClosed() throws IOException, InterruptedException {
        try (Knock knock = Knock.at(door.port())) {
            knock.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n");
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> isClosed(knock));
            drip(knock, closed);
            assertThat(closed.join()).isTrue();
        }
    }

    /** A byte each tenth of a second, for as long as the server bears it, or until the body is whole. */
    private static void drip(Knock knock, CompletableFuture<Boolean> closed) {
        for (int i = 0; i < 2_000 && !closed.isDone(); i++) {
            try {
                knock.say("x");
                closed.copy()
                        .completeOnTimeout(false, 100, TimeUnit.MILLISECONDS)
                        .join();
            } catch (IOException e) {
                return; // the connection is gone: what is asked for
            }
        }
    }

    private static boolean isClosed(Knock knock) {
        try {
            return knock.closed();
        } catch (IOException e) {
            return e.getMessage() != null && e.getMessage().contains("reset");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            knock.say(get("/echo?1") + get("/nobody") + get("/echo?3"));
            assertThat(knock.answer()).endsWith("/echo?1 \n");
            assertThat(knock.answer()).startsWith("HTTP/1.1 404 ");
            assertThat(knock.answer()).endsWith("/echo?3 \n");
        }
    }

    @Test
    void anAnswerMayTakeLongerThanARequestAndTheNextWaitsForIt() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            knock.say(get("/slow") + get("/echo?2") + get("/echo?3"));
            assertThat(knock.answer()).endsWith("slow\n");
            assertThat(knock.answer()).endsWith("/echo?2 \n");
            assertThat(knock.answer()).endsWith("/echo?3 \n");
            assertThat(knock.say(get("/echo?4")).answer()).endsWith("/echo?4 \n");
        }
    }

    @Test
    void requestsThatWaitForTheirTurnAreForgottenWithTheirConnection() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            knock.say(get("/slow") + post("x".repeat(1_000)) + post("y".repeat(1_000)));
        }
        assertThat(Knock.ask(door.port(), get("/slow"))).startsWith("HTTP/1.1 200 "); // leaks are looked for meanwhile
    }

    @Test
    void anyNumberOfPipelinedRequestsIsAnswered() throws IOException {
        int many = 3_000;
        try (Knock knock = Knock.at(door.port())) {
            CompletableFuture<Void> said = CompletableFuture.runAsync(() -> {
                try {
                    knock.say(get("/echo").repeat(many));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 0; i < many; i++) {
                assertThat(knock.answer()).startsWith("HTTP/1.1 200 ");
            }
            said.join();
        }
    }

    @Test
    void aConnectionIsClosedWhenTheClientAsksForIt() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            String answer = knock.say("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("connection: close");
            assertThat(knock.closed()).isTrue();
        }
    }

    @Test
    void aDefectIsAnsweredAndCostsOneConnectionOnly() throws IOException {
        try (Knock knock = Knock.at(door.port())) {
            assertThat(knock.say(get("/defect")).answer())
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("on purpose");
            assertThat(knock.closed()).isTrue();
        }
        assertThat(Knock.ask(door.port(), get("/echo"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anUpgradeThatIsNoneIsTheClientsFault() throws IOException {
        assertThat(Knock.ask(door.port(), get("/no-upgrade")))
                .startsWith("HTTP/1.1 400 ")
                .contains("missing key");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> FrontDoor.bind(
                        "http", loops, new FrontDoor.Bounds(MOST_BYTES, HEADER), "127.0.0.1", door.port()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("127.0.0.1:" + door.port())
                .hasMessageContaining("set http.port");
    }

    @Test
    void anUpgradeLeavesNoHttpHandlersAndNoPatience(@TempDir Path dir) throws IOException {
        looking(dir, upgrade(), (answer, pipeline) -> {
            assertThat(answer).startsWith("HTTP/1.1 101 ");
            assertThat(pipeline.keySet()).doesNotContain("http", "whole requests", "router", Router.PATIENCE);
            assertThat(pipeline.values())
                    .noneMatch(it -> it.getClass().getPackageName().equals(HttpObject.class.getPackageName()));
        });
    }

    @Test
    void aStreamOfEventsLeavesNoPatienceAndNothingThatWaitsForItsEnd(@TempDir Path dir) throws IOException {
        String request = "GET " + Dashboards.STREAM_PATH + "?topics=calls HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer token\r\n\r\n";
        looking(dir, request, (answer, pipeline) -> {
            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
            assertThat(pipeline.keySet())
                    .contains("http")
                    .doesNotContain("router", Router.PATIENCE, Router.IN_TURN, Router.REQUEST_RATE);
        });
    }

    /** Lets somebody look at a dashboard through the door; gives the answer's head, and what is left of the pipeline. */
    private void looking(Path dir, String request, BiConsumer<String, Map<String, ChannelHandler>> check)
            throws IOException {
        Settings settings = Settings.read(new Sources(
                Map.of("http.port", "0", "management.port", "0", "deepgram.api-key", "any"), Map.of(), null));
        Wiring wiring = new Wiring(settings, new SimpleMeterRegistry(), Clock.systemUTC());
        CompletableFuture<Channel> taken = new CompletableFuture<>();
        try (Engine engine = TestEngines.open(dir)) {
            Dashboards dashboards = new Dashboards(
                    engine,
                    wiring.dashboards(),
                    wiring.porter("token", URI.create("http://localhost")),
                    event -> List.of(),
                    new NoSystem(),
                    Dashboards.writer(),
                    Clock.systemUTC(),
                    new SimpleMeterRegistry());
            dashboards.start();
            Map<String, Route> routes = new HashMap<>();
            routes.put(Dashboards.PATH, noted(dashboards::upgrade, taken));
            routes.put(Dashboards.STREAM_PATH, noted(dashboards::stream, taken));
            door.serve(routes);
            try (Knock knock = Knock.at(door.port())) {
                String answer = knock.say(request).answer();
                Channel channel = taken.join();
                // the last of them goes on the loop, once the answer's head is written
                channel.eventLoop().submit(() -> {}).awaitUninterruptibly();
                check.accept(answer, channel.pipeline().toMap());
            }
            dashboards.close(Duration.ZERO);
        }
    }

    private static Route noted(Route route, CompletableFuture<Channel> taken) {
        return (ctx, request) -> {
            Channel channel = ctx.channel();
            route.handle(ctx, request);
            taken.complete(channel);
        };
    }

    private static String upgrade() {
        return "GET " + Dashboards.PATH + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer token\r\n\r\n";
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String post(String body) {
        return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static final class NoSystem implements SystemView {
        @Override
        public SystemHealth health() {
            return new SystemHealth(List.of());
        }

        @Override
        public SystemStats stats() {
            SystemStats.Percentiles none = new SystemStats.Percentiles(0, 0, 0);
            return new SystemStats(0, 0, none, none, 0, 0, 0, 0, 0);
        }
    }
}
