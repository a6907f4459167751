package io.sidetone.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import io.sidetone.engine.embedded.TestEngines;
import io.sidetone.world.Knock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pull side: everything once, in order, from a place on; at once, or when it comes. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class EventsTest {

    /** Over a journal on disk. */
    @Nested
    class OverTheJournal {
        private Engine engine;
        private ApiServer server;

        @BeforeEach
        void open(@TempDir Path dir) {
            engine = TestEngines.open(dir);
            server = new ApiServer(engine);
        }

        @AfterEach
        void close() {
            server.close();
            engine.close();
        }

        private CallScript call(String callId) {
            return new CallScript(
                    callId,
                    event -> engine.events().append(event).toCompletableFuture().join());
        }

        private String end() {
            return server.json("/events?after=latest").path("nextCursor").asText();
        }

        @Test
        void aConsumerThatStartsAnewGetsEverythingOnceAndInOrder() {
            for (int i = 1; i <= 7; i++) {
                call("s_" + i)
                        .withTechnicianAndCaller()
                        .says("l1", 1, 0, 100, "one two")
                        .ended(1_000);
            }
            List<String> seen = new ArrayList<>();
            String after = "";
            JsonNode page;
            do {
                page = server.json("/events?limit=4" + after);
                page.path("items")
                        .forEach(it -> seen.add(it.at("/data/callId").asText() + "#"
                                + it.at("/data/seq").asInt()));
                after = "&after=" + page.path("nextCursor").asText();
            } while (!page.path("items").isEmpty());

            assertThat(seen)
                    .hasSize(35)
                    .doesNotHaveDuplicates()
                    .startsWith("s_1#1", "s_1#2")
                    .endsWith("s_7#5");
            assertThat(after).isEqualTo("&after=" + page.path("nextCursor").asText());
        }

        @Test
        void anEventIsTheWebhooksAndItsBytesAreTheJournals() throws IOException {
            call("s_1").started().says("l1", 1, 0, 100, "für €1");
            String cursor = server.json("/events?limit=1").path("nextCursor").asText();

            String body = server.get("/events?include=words&after=" + cursor).body();
            List<Stored> kept = engine.events()
                    .read("s_1", Position.START, 10)
                    .toCompletableFuture()
                    .join();
            assertThat(body)
                    .startsWith("{\"items\":[{\"id\":\"msg_s_1_2\",\"type\":\"transcript.final\","
                            + "\"timestamp\":\"2025-11-20T10:00:00.223Z\",\"data\":"
                            + new String(kept.get(1).event().data(), UTF_8) + "}]");
            assertThat(server.get("/events?after=" + cursor).body())
                    .contains("für €1")
                    .doesNotContain("\"words\"");
        }

        @Test
        void callsAndTypesRestrict() {
            call("s_1").withTechnicianAndCaller().says("l1", 1, 0, 100, "a").ended(1);
            call("s_2").withTechnicianAndCaller().says("l1", 1, 0, 100, "b").ended(1);

            JsonNode page = server.json("/events?callId=s_2&types=transcript.final,call.ended");
            assertThat(page.path("items"))
                    .hasSize(2)
                    .allSatisfy(it -> assertThat(it.at("/data/callId").asText()).isEqualTo("s_2"));
            assertThat(server.json("/events?callId=s_3").path("items")).isEmpty();
        }

        @Test
        void whatComesWhileSomebodyWaitsIsAnsweredAtOnce() {
            String end = end();
            CompletableFuture<HttpResponse<String>> waiting =
                    server.later("GET", "/events?wait=60&types=transcript.final&after=" + end, "");
            Waiting.until(() -> server.api.waiting() == 1);

            call("s_1").started().says("l1", 1, 0, 100, "now");

            JsonNode page = ApiServer.json(waiting.join());
            assertThat(page.at("/items/0/data/text").asText()).isEqualTo("now");
            assertThat(page.path("items")).hasSize(1);
            assertThat(server.json("/events?after=" + page.path("nextCursor").asText())
                            .path("items"))
                    .isEmpty();
            assertThat(server.api.waiting()).isZero();
        }

        @Test
        void whatIsThereAlreadyNeedsNoWaiting() {
            call("s_1").started();

            assertThat(server.json("/events?wait=60").path("items")).hasSize(1);
        }

        @Test
        void nothingIsMissedBetweenLookingAndWaiting() {
            String after = end();
            CompletableFuture<Void> talking = CompletableFuture.runAsync(() -> {
                CallScript call = call("s_1").started();
                for (int i = 1; i < 100; i++) {
                    call.says("l1", i, i, i, "word");
                }
            });
            List<Integer> seen = new ArrayList<>();
            while (seen.size() < 100) {
                JsonNode page = server.json("/events?wait=60&limit=7&after=" + after);
                page.path("items").forEach(it -> seen.add(it.at("/data/seq").asInt()));
                after = page.path("nextCursor").asText();
            }
            talking.join();

            assertThat(seen).isSorted().doesNotHaveDuplicates().hasSize(100);
        }

        @Test
        void nothingInTimeIsAnEmptyPageFromWhichToGoOn() {
            String end = end();

            JsonNode page = server.json("/events?wait=1&after=" + end);

            assertThat(page.path("items")).isEmpty();
            assertThat(page.path("nextCursor").asText()).isEqualTo(end);
            assertThat(server.api.waiting()).isZero();
        }

        @Test
        void aClientThatGoesAwayIsForgotten() throws IOException {
            String end = end();
            try (Knock knock = Knock.at(server.port())) {
                knock.say("GET /api/v1/events?wait=60&after=" + end + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + ApiServer.WORD + "\r\n\r\n");
                Waiting.until(() -> server.api.waiting() == 1);
            }
            Waiting.until(() -> server.api.waiting() == 0);
        }

        @Test
        void aServerThatStopsAnswersWhoWaits() {
            CompletableFuture<HttpResponse<String>> waiting = server.later("GET", "/events?wait=60&after=" + end(), "");
            Waiting.until(() -> server.api.waiting() == 1);

            server.api.close();

            assertThat(ApiServer.json(waiting.join()).path("items")).isEmpty();
        }
    }

    /** Where the archive has moods. */
    @Nested
    class OverAMoodyArchive {
        private final FakeEngine engine = new FakeEngine();

        @Test
        void whatTheTailTellsBeforeTheArchiveShowsItIsWaitedFor() {
            try (ApiServer server = new ApiServer(engine)) {
                CompletableFuture<HttpResponse<String>> waiting = server.later("GET", "/events?wait=60", "");
                Waiting.until(() -> engine.archive.looked.get() == 1);
                engine.archive.hidden = 1;
                engine.call("s_1").started();
                Waiting.until(() -> engine.archive.looked.get() > 1);
                engine.archive.hidden = 0;

                assertThat(ApiServer.json(waiting.join()).path("items")).hasSize(1);
            }
        }

        @Test
        void eventsThatTheTailSkippedAreFoundAllTheSame() {
            try (ApiServer server = new ApiServer(engine)) {
                CompletableFuture<HttpResponse<String>> waiting = server.later("GET", "/events?wait=60&callId=s_1", "");
                Waiting.until(() -> engine.archive.looked.get() == 1);
                new CallScript("s_1", engine.archive::take).started();
                engine.tails.forEach(tail -> tail.skipped(1));

                assertThat(ApiServer.json(waiting.join()).path("items")).hasSize(1);
            }
        }

        @Test
        void placesToWaitAreBoundedAndGivenBack() {
            ApiLimits few = new ApiLimits(50, 500, 64, 1_000, Duration.ofSeconds(60), 2, 8, 2, 1_024);
            try (ApiServer server = new ApiServer(engine, few)) {
                List<CompletableFuture<HttpResponse<String>>> waiting =
                        List.of(server.later("GET", "/events?wait=60", ""), server.later("GET", "/events?wait=60", ""));
                Waiting.until(() -> server.api.waiting() == 2);

                HttpResponse<String> third = server.get("/events?wait=60");
                assertThat(third.statusCode()).isEqualTo(503);
                assertThat(third.headers().firstValue("retry-after")).isPresent();
                assertThat(ApiServer.json(third).path("code").asText()).isEqualTo("unavailable");
                assertThat(server.get("/events").statusCode()).isEqualTo(200);

                engine.call("s_1").started();
                waiting.forEach(it -> assertThat(it.join().statusCode()).isEqualTo(200));
                assertThat(server.get("/events?wait=60").statusCode()).isEqualTo(200);
                assertThat(server.api.waiting()).isZero();
            }
        }

        @Test
        void anArchiveThatFailsWhileSomebodyWaitsIsTold() {
            try (ApiServer server = new ApiServer(engine)) {
                CompletableFuture<HttpResponse<String>> waiting = server.later("GET", "/events?wait=60", "");
                Waiting.until(() -> engine.archive.looked.get() == 1);
                engine.archive.failure = new IllegalStateException("disk on fire");
                engine.call("s_1").started();

                assertThat(waiting.join().statusCode()).isEqualTo(503);
                assertThat(waiting.join().body()).doesNotContain("fire");
                assertThat(server.api.waiting()).isZero();
            }
        }

        @Test
        void theTailsAreLeftWhenItStops() {
            try (ApiServer server = new ApiServer(engine)) {
                assertThat(engine.tails).isNotEmpty();
                server.api.close();
                assertThat(engine.tails).isEmpty();
            }
        }

        @Test
        void manyRequestsOnOneConnectionLeaveNothingAtIt() throws IOException {
            try (ApiServer server = new ApiServer(engine);
                    Knock knock = Knock.at(server.port())) {
                engine.call("s_1").started();
                for (int i = 0; i < 50; i++) {
                    knock.say("GET /api/v1/events?wait=60 HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                            + ApiServer.WORD + "\r\n\r\n");
                    assertThat(knock.answer()).startsWith("HTTP/1.1 200 ");
                }
                assertThat(server.api.waiting()).isZero();
            }
        }
    }
}
