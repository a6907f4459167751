package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowViewerTest {
    private static final String BOARD =
            "{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\",\"finals\":\"all\"}";
    private static final FeedLimits SMALL_RING = new FeedLimits(
            2_000, 64L << 20, Duration.ofMinutes(10), 65_536, 256 * 1024, 200, 20_000, 4L << 20, Duration.ofMillis(1));

    private final TestServer server = new TestServer(TestServer.settings(5, true), SMALL_RING);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoDoesNotReadCostsNobodyElseAndStartsAnewWhenItReads() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        ClientModel late = new ClientModel();
        try (RawClient asleep = asleep(late)) {
            Channel socket = server.connections.get(0);
            Client awake = server.client();
            ClientModel model = new ClientModel();
            awake.subscribe(BOARD);
            awake.drain(model::apply);
            long most = 0;
            for (int i = 0; i < 5_000; i++) {
                call.guess("l1", "guess " + i);
                call.says("l1", i + " " + "word ".repeat(100));
                if (i % 50 == 0) {
                    server.flush();
                    most = Math.max(most, pendingBytes(socket));
                }
            }
            server.flush();
            while (!model.shown().contains("finals=5000")) {
                model.apply(awake.next());
            }
            assertThat(socket.isWritable())
                    .as("the sleeper's socket took everything")
                    .isFalse();
            assertThat(most).isBetween(256L * 1024, 2 * 256L * 1024 + 16 * 1024);

            server.advance(Duration.ofSeconds(2));
            List<String> told = new ArrayList<>();
            while (!told.contains("caught_up")) {
                ObjectNode frame = asleep.next();
                String type = frame.path("type").asText();
                told.add(type.equals("notice") ? frame.path("code").asText() : type);
                if (!type.equals("notice")) {
                    late.apply(frame);
                }
            }
            assertThat(told).containsSubsequence("lagging", "reset", "snapshot", "caught_up");
            assertThat(told).containsOnlyOnce("lagging", "caught_up");
            assertThat(late.shown()).isEqualTo(model.shown());
            assertThat(server.meters
                            .counter("sidetone_dashboard_resets", "reason", "fell_behind")
                            .count())
                    .isPositive();
        }
    }

    @Test
    void ofManyGuessesASlowViewerGetsTheNewest() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.updated("l1", "live");
        ClientModel model = new ClientModel();
        try (RawClient asleep = asleep(model)) {
            Channel socket = server.connections.get(0);
            int said = 0;
            for (; takesMore(socket); said++) {
                call.guess("l1", "guess " + said + " " + "word ".repeat(1_000));
                server.flush();
            }
            for (int i = 0; i < 1_000; i++) {
                call.guess("l1", "unread " + i);
                server.writer.settle();
            }
            List<String> texts = new ArrayList<>();
            while (!model.shown().contains("unread")) {
                model.apply(asleep.next());
            }
            texts.addAll(model.sentGuesses());
            assertThat(model.shown()).contains("guess=unread 999");
            assertThat(texts).filteredOn(text -> text.startsWith("unread")).hasSize(1);
            assertThat(server.meters.counter("sidetone_dashboard_conflated").count())
                    .isGreaterThanOrEqualTo(999);
        }
    }

    /** What is not yet written says nothing: the loop may still find room for all of it in the kernel. */
    private static boolean takesMore(Channel socket) {
        socket.eventLoop().submit(() -> {}).syncUninterruptibly();
        return socket.isWritable();
    }

    @Test
    void whoTakesNothingForHalfAMinuteIsClosed() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        try (RawClient asleep = asleep(new ClientModel())) {
            Channel socket = server.connections.get(0);
            while (takesMore(socket)) {
                call.says("l1", "word ".repeat(1_000));
                server.flush();
            }
            server.advance(Duration.ofSeconds(1));
            server.advance(Duration.ofSeconds(31));
            socket.closeFuture().awaitUninterruptibly();
            asleep.readToEnd();
            assertThat(server.meters
                            .counter("sidetone_dashboard_closed", "reason", "slow_consumer")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void whoAsksWithoutReadingIsCutOffBeforeItCostsMemory() throws IOException {
        for (int i = 0; i < 400; i++) {
            server.call("s_" + i).start().leg("l1"); // snapshots of some size
        }
        try (RawClient greedy = new RawClient(server.port(), "")) {
            Channel socket = server.connections.get(0);
            long most = 0;
            try {
                for (int i = 0; i < 1_000 && socket.isOpen(); i++) {
                    greedy.text("{\"type\":\"subscribe\",\"id\":\"" + i + "\",\"topics\":[" + BOARD + "]}");
                    server.writer.settle();
                    most = Math.max(most, pendingBytes(socket));
                }
            } catch (IOException cutOff) {
                assertThat(socket.isOpen()).isFalse();
            }
            assertThat(most).isLessThan(1024 * 1024);
            socket.closeFuture().awaitUninterruptibly();
            assertThat(server.meters
                            .counter("sidetone_dashboard_closed", "reason", "rate_limited")
                            .count())
                    .isEqualTo(1);
        }
    }

    private RawClient asleep(ClientModel model) throws IOException {
        server.writer.settle();
        RawClient client = new RawClient(server.port(), "?topics=calls&interims=all&finals=all");
        ObjectNode frame = client.next();
        while (!frame.path("type").asText().equals("snapshot")) {
            frame = client.next();
        }
        model.apply(frame);
        return client;
    }

    static long pendingBytes(Channel socket) {
        io.netty.channel.ChannelOutboundBuffer buffer = socket.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
