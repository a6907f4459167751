package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.Channel;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Account;
import io.sidetone.identity.Digest;
import io.sidetone.identity.Role;
import io.sidetone.identity.Sessions;
import io.sidetone.identity.SignIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The feed as server-sent events, over real sockets. */
@Timeout(60)
class EventStreamTest {
    private static final String BOARD = "?topics=calls&interims=all&finals=all";
    private static final String MARIAS = "a token of maria's";
    private static final FeedLimits SMALL = new FeedLimits(
            2_000, 64L << 20, Duration.ofMinutes(10), 65_536, 64 * 1024, 200, 20_000, 4L << 20, Duration.ofMillis(1));

    private final TestServer server = new TestServer(
            TestServer.settings(200, true)
                    .with(
                            Account.ofTheToken(TestServer.TOKEN),
                            new Account(
                                    "maria",
                                    Role.VIEWER,
                                    new CallFilter(
                                            null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support"))),
                                    null,
                                    List.of(Digest.of(MARIAS))))
                    .withViewersOfOne(2),
            SMALL);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anyHttpClientReadsIt() throws IOException, InterruptedException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        server.flush();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + Dashboards.STREAM_PATH + BOARD))
                .header("Authorization", "Bearer " + TestServer.TOKEN)
                .build();
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store, no-transform");
        try (Stream<String> lines = response.body()) {
            Iterator<String> each = lines.iterator();
            List<String> seen = new ArrayList<>();
            while (seen.stream().noneMatch(it -> it.startsWith("data:") && it.contains("\"type\":\"snapshot\""))) {
                seen.add(each.next());
            }
            call.says("l1", "Für Élise, \"please\".\nOn two lines.");
            server.flush();
            while (seen.stream().noneMatch(it -> it.startsWith("data:") && it.contains("Für Élise"))) {
                seen.add(each.next());
            }
            assertThat(seen)
                    .filteredOn(it -> it.startsWith("event:"))
                    .startsWith("event: hello", "event: reply", "event: snapshot", "event: batch");
        }
    }

    @Test
    void itShowsWhatTheSocketShows() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.updated("l1", "live");
        server.flush();
        ClientModel bySocket = new ClientModel();
        ClientModel byStream = new ClientModel();
        Client client = server.client();
        client.subscribe("{\"name\":\"calls\",\"topic\":\"calls\",\"interims\":\"all\",\"finals\":\"all\"}");
        client.drain(bySocket::apply);
        try (StreamClient stream = StreamClient.get(server, BOARD)) {
            StreamClient.Message hello = stream.next("hello");
            assertThat(hello.frame().path("features").toString())
                    .contains("resume")
                    .doesNotContain("ack", "focus");
            byStream.apply(stream.next("snapshot").frame());
            for (int i = 0; i < 20; i++) {
                call.guess("l1", "guess " + i);
                call.says("l1", "said " + i);
                server.flush();
            }
            call.guess("l1", "the last guess");
            server.flush();
            client.drain(bySocket::apply);
            while (!byStream.shown().equals(bySocket.shown())) {
                byStream.apply(stream.next().frame());
            }
            assertThat(byStream.shown()).contains("finals=20", "guess=the last guess");
        }
        client.close();
    }

    @Test
    void whoComesBackWithTheLastIdGetsWhatItMissedAndNothingElse() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.updated("l1", "live");
        String id;
        server.flush();
        try (StreamClient stream = StreamClient.get(server, BOARD)) {
            stream.next("snapshot");
            call.says("l1", "Before the break.");
            server.flush();
            StreamClient.Message batch = stream.next("batch");
            id = batch.id();
            assertThat(id).endsWith(":" + batch.frame().path("through").asLong());
        }
        call.says("l1", "During the break.");
        call.says("l1", "Still during the break.");
        server.flush();
        try (StreamClient stream = StreamClient.get(server, BOARD, "Last-Event-ID: " + id)) {
            JsonNode result = stream.next("reply").frame().path("result");
            assertThat(result.path("mode").asText()).isEqualTo("replay");
            server.flush();
            StreamClient.Message missed = stream.next();
            assertThat(missed.event()).isEqualTo("batch");
            assertThat(id).endsWith(":" + missed.frame().path("prev").asLong());
            assertThat(missed.frame().path("events").findValuesAsText("text"))
                    .containsExactly("During the break.", "Still during the break.");
        }
        for (String strange : new String[] {"e_another:5", "nonsense", ":", id + "0"}) {
            try (StreamClient stream = StreamClient.get(server, BOARD, "Last-Event-ID: " + strange)) {
                JsonNode result = stream.next("reply").frame().path("result");
                assertThat(result.path("mode").asText()).as(strange).isEqualTo("snapshot");
                assertThat(result.path("reason").asText()).isIn("epoch_changed", "too_old");
                assertThat(stream.next().event()).isEqualTo("snapshot");
            }
        }
    }

    @Test
    void theIdStandsOnlyWhereEverythingBeforeItHasCome() throws IOException {
        for (int i = 0; i < 300; i++) {
            server.call("s_" + i).start().leg("l1");
        }
        server.flush();
        try (StreamClient stream = StreamClient.get(server, "?topics=calls,system")) {
            List<StreamClient.Message> all =
                    stream.nextUntil(it -> it.frame().path("topic").asText().equals("system"));
            assertThat(all).hasSizeGreaterThan(4); // hello, reply, and a board in parts
            assertThat(all.get(0).id())
                    .endsWith(":" + all.get(0).frame().path("seq").asLong());
            assertThat(all.subList(1, all.size()))
                    .allSatisfy(it -> assertThat(it.id()).isEmpty());
            server.advance(Duration.ofSeconds(12));
            StreamClient.Message quiet =
                    stream.nextUntil(it -> !it.id().isEmpty()).get(0);
            assertThat(quiet.id()).isNotEmpty();
        }
    }

    @Test
    void whoDoesNotReadCostsNobodyElseAndStartsAnewWhenItReads() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        server.flush();
        ClientModel late = new ClientModel();
        ClientModel model = new ClientModel();
        try (StreamClient asleep = StreamClient.get(server, BOARD)) {
            Channel socket = server.connections.get(0);
            late.apply(asleep.next("snapshot").frame());
            Client awake = server.client();
            awake.subscribe("{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\",\"finals\":\"all\"}");
            awake.drain(model::apply);
            for (int i = 0; i < 3_000; i++) {
                call.guess("l1", "guess " + i);
                call.says("l1", i + " " + "word ".repeat(100));
                if (i % 50 == 0) {
                    server.flush();
                }
            }
            server.flush();
            while (!model.shown().contains("finals=3000")) {
                model.apply(awake.next());
            }
            assertThat(socket.isWritable()).isFalse();
            assertThat(SlowViewerTest.pendingBytes(socket)).isLessThan(512L * 1024);
            server.advance(Duration.ofSeconds(2));
            List<String> told = new ArrayList<>();
            while (!told.contains("caught_up")) {
                StreamClient.Message message = asleep.next();
                boolean notice = message.event().equals("notice");
                told.add(notice ? message.code() : message.event());
                if (!notice) {
                    late.apply(message.frame());
                }
            }
            assertThat(told).containsSubsequence("interims_suspended", "reset", "snapshot", "caught_up");
            assertThat(told).contains("lagging");
            assertThat(late.shown()).isEqualTo(model.shown());
            awake.close();
        }
    }

    @Test
    void whoTakesNothingForHalfAMinuteIsClosed() throws IOException {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        server.flush();
        try (StreamClient asleep = StreamClient.get(server, BOARD)) {
            asleep.next("snapshot");
            Channel socket = server.connections.get(0);
            while (socket.isWritable()) {
                call.says("l1", "word ".repeat(1_000));
                server.flush();
            }
            server.advance(Duration.ofSeconds(1));
            server.advance(Duration.ofSeconds(31));
            socket.closeFuture().awaitUninterruptibly();
            assertThat(closed("slow_consumer")).isEqualTo(1);
        }
    }

    @Test
    void whoIsOnlyQuietStays() throws IOException {
        try (StreamClient stream = StreamClient.get(server, "?topics=calls")) {
            stream.next("snapshot");
            for (int i = 0; i < 6; i++) {
                server.advance(Duration.ofSeconds(15));
                assertThat(stream.next("heartbeat").id()).isNotEmpty();
            }
            assertThat(closed("no_pong")).isZero();
        }
    }

    @Test
    void whoIsGoneIsForgotten() throws IOException {
        try (StreamClient stream = StreamClient.get(server, "?topics=calls")) {
            stream.next("snapshot");
            assertThat(server.meters.get("sidetone_dashboard_viewers").gauge().value())
                    .isEqualTo(1);
        }
        server.allGone();
        assertThat(server.meters.get("sidetone_dashboard_viewers").gauge().value())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ?topics=calls | Authorization: - | 401 | forbidden
                    ?topics=calls | Authorization: Bearer wrong | 401 | forbidden
                    ?topics=calls | Origin: https://evil.example | 403 | forbidden
                    ?topics=calls | Host: rebound.example | 403 | forbidden
                    ?topics=calls&token=x | A: b | 400 | bad_request
                    ?topics=nonsense | A: b | 400 | bad_request
                    ?topics=calls&interims=focus | A: b | 400 | bad_request
                    ?topics=calls&finals=some | A: b | 400 | bad_request
                    ?topics=%zz | A: b | 400 | bad_request
                    ? | A: b | 400 | bad_request
                    ?topics=call:s_nobody | A: b | 404 | unknown_call
                    """)
    void whoMayNotOrAsksWronglyIsToldSo(String query, String header, int status, String code) throws IOException {
        try (StreamClient refused = StreamClient.get(server, query, header)) {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.problem().path("code").asText()).isEqualTo(code);
        }
    }

    @Test
    void oneTooManyInASecondIsToldWhenToComeBack() throws IOException {
        for (int i = 0; i < FeedLimits.CONNECTIONS_PER_SECOND; i++) {
            StreamClient.get(server, BOARD).close();
        }
        try (StreamClient refused = StreamClient.get(server, BOARD)) {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.head).containsIgnoringCase("retry-after: 1\r\n");
            assertThat(refused.problem().path("code").asText()).isEqualTo("rate_limited");
        }
        server.advance(Duration.ofSeconds(1));
        try (StreamClient later = StreamClient.get(server, BOARD)) {
            assertThat(later.status()).isEqualTo(200);
        }
    }

    @Test
    void onlyGetHasAStream() throws IOException {
        String head =
                " " + Dashboards.STREAM_PATH + BOARD + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        try (StreamClient post = new StreamClient(server.port(), "POST" + head)) {
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.head).containsIgnoringCase("allow: GET\r\n");
        }
    }

    @Test
    void aClientOfHttp10ReadsToTheEndOfTheConnection() throws IOException {
        String request = "GET " + Dashboards.STREAM_PATH + BOARD
                + " HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer " + TestServer.TOKEN + "\r\n\r\n";
        try (StreamClient stream = new StreamClient(server.port(), request)) {
            assertThat(stream.head).doesNotContain("chunked");
            assertThat(stream.next("snapshot").id()).isNotEmpty();
        }
    }

    @Test
    void oneMoreRequestOnTheStreamEndsIt() throws IOException {
        try (StreamClient stream = StreamClient.get(server, BOARD)) {
            stream.next("snapshot");
            stream.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            stream.readToEnd();
            server.writer.settle();
            assertThat(server.connections.get(0).isOpen()).isFalse();
        }
    }

    @Test
    void aCallOutsideTheScopeDoesNotExist() throws IOException {
        ScriptedCall mine =
                server.call("s_mine").start(Map.of("queue", "support")).leg("l1");
        ScriptedCall other =
                server.call("s_other").start(Map.of("queue", "billing")).leg("l1");
        server.flush();
        String marias = "Authorization: Bearer " + MARIAS;
        StringBuilder seen = new StringBuilder();
        try (StreamClient stream = StreamClient.get(server, BOARD, marias);
                StreamClient refused = StreamClient.get(server, "?topics=call:s_other", marias)) {
            seen.append(stream.next("snapshot").frame());
            assertThat(refused.status()).isEqualTo(404);
            other.says("l1", "About a bill.");
            mine.says("l1", "For support.");
            server.flush();
            seen.append(stream.next("batch").frame());
        }
        assertThat(seen.toString()).contains("s_mine", "For support.").doesNotContain("s_other", "bill");
    }

    @Test
    void aPageHasItByCookieUntilItSignsOut() throws IOException {
        SignIn.Outcome outcome = server.porter
                .signIn(new SignIn.Credentials.Token(MARIAS), server.porter.knock("POST", "/", null, name -> List.of()))
                .toCompletableFuture()
                .join();
        Sessions.Opened session = ((SignIn.Outcome.In) outcome).opened();
        String cookie = "Cookie: " + server.porter.cookie().name() + "=" + session.cookie();
        try (StreamClient own =
                        StreamClient.get(server, BOARD, "Authorization: -", cookie, "Sec-Fetch-Site: same-origin");
                StreamClient foreign =
                        StreamClient.get(server, BOARD, "Authorization: -", cookie, "Sec-Fetch-Site: cross-site")) {
            assertThat(foreign.status()).isEqualTo(403);
            own.next("snapshot");
            server.porter.sessions().end(String.valueOf(session.identity().session()));
            assertThat(own.next("bye").frame().path("code").asInt()).isEqualTo(4501);
            assertThat(own.ended()).isTrue();
        }
    }

    @Test
    void oneConnectionTooManyOfAUserClosesTheOldestWhateverItIs() throws IOException {
        String marias = "Authorization: Bearer " + MARIAS;
        try (StreamClient first = StreamClient.get(server, BOARD, marias);
                RawClient second = new RawClient(server.port(), "", marias)) {
            second.next();
            first.next("snapshot");
            try (StreamClient third = StreamClient.get(server, BOARD, marias)) {
                third.next("snapshot");
                assertThat(first.next("bye").frame().path("code").asInt()).isEqualTo(4005);
                assertThat(first.ended()).isTrue();
            }
        }
    }

    @Test
    void whenTheServerStopsTheStreamComesToAProperEnd() throws IOException {
        try (StreamClient stream = StreamClient.get(server, BOARD)) {
            stream.next("snapshot");
            server.dashboards.close(Duration.ofMillis(200));
            assertThat(stream.next("notice").code()).isEqualTo("draining");
            assertThat(stream.next("bye").frame().path("code").asInt()).isEqualTo(4000);
            assertThat(stream.ended()).isTrue();
        }
    }

    private double closed(String reason) {
        return server.meters
                .counter("sidetone_dashboard_closed", "reason", reason)
                .count();
    }
}
