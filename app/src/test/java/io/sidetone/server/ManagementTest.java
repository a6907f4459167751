package io.sidetone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.world.Knock;
import io.sidetone.world.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators' machines ask a running server. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ManagementTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    private Sidetone server;

    @BeforeEach
    void start() {
        Map<String, String> given = Map.of(
                "http.host", "127.0.0.1",
                "http.port", "0",
                "management.port", "0",
                "deepgram.api-key", "any",
                "webhook.url", "http://127.0.0.1:9/events",
                "webhook.secret", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "data.dir", folder.toString());
        server = Sidetone.start(Settings.read(new Sources(given, Map.of(), null)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        assertThat(Threads.left()).isEmpty();
    }

    @Test
    void aServerIsAliveAndReadyAndWhileItDrainsOnlyAlive() throws IOException {
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200 ").endsWith("alive\n");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 200 ").endsWith("ready\n");
        server.drain().toCompletableFuture().join();
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 503 ").contains("draining");
    }

    @Test
    void itsHealthNamesEachPart() throws IOException {
        assertThat(get("/health"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"status\":\"ok\"", "\"version\":")
                .contains("{\"name\":\"storage\",\"status\":\"ok\"")
                .contains("{\"name\":\"stt:deepgram\",\"status\":\"ok\"")
                .contains("{\"name\":\"webhook:webhook\",\"status\":\"ok\"");
        server.drain().toCompletableFuture().join();
        assertThat(get("/health")).contains("\"status\":\"degraded\"", "{\"name\":\"drain\"");
    }

    @Test
    void theMetricsNameWhatEveryRoomCounts() throws IOException {
        assertThat(get("/metrics"))
                .startsWith("HTTP/1.1 200 ")
                .contains("text/plain; version=0.0.4")
                .contains("sidetone_calls_live 0.0", "sidetone_calls_started_total 0.0", "sidetone_calls_ended_total")
                .contains("sidetone_media_streams_total", "sidetone_media_refused_total")
                .contains("sidetone_stt_audio_sent_ms_total", "sidetone_stt_audio_lost_ms_total")
                .contains("sidetone_dashboard_viewers", "sidetone_dashboard_refused_total");
    }

    @Test
    void everyNameBeginsAsOursDo() throws IOException {
        assertThat(get("/metrics").lines().filter(line -> line.startsWith("# TYPE ")))
                .hasSizeGreaterThan(60)
                .allMatch(line -> line.startsWith("# TYPE sidetone_"));
    }

    @Test
    void drainingBeginsByPost() throws IOException {
        assertThat(get("/drain")).startsWith("HTTP/1.1 405 ");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 200 ");
        assertThat(Knock.ask(
                        server.managementPort(),
                        "POST /drain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 202 ")
                .contains("\"draining\":true", "\"liveCalls\":0");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 503 ");
        assertThat(get("/metrics")).contains("sidetone_ready 0.0");
        server.drain().toCompletableFuture().join();
    }

    @Test
    void aRefusedDashboardIsCounted() throws IOException {
        assertThat(get("/metrics")).contains("sidetone_dashboard_refused_total 0.0");
        Knock.ask(server.port(), "GET /api/v1/dashboard/ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(get("/metrics")).contains("sidetone_dashboard_refused_total 1.0");
    }

    @Test
    void theServerSaysWhatItIsAndHowManyCallsItHas() throws IOException {
        assertThat(get("/info"))
                .startsWith("HTTP/1.1 200 ")
                .contains("application/json")
                .contains("\"name\":\"sidetone\"", "\"liveCalls\":0")
                .containsPattern("\"startedAt\":[1-9][0-9]{12},\"uptimeMs\":[0-9]+,\"settings\":\"[0-9a-f]{16}\"");
    }

    @Test
    void theFingerprintTellsWhatIsSetAndNotFromWhere() {
        String one = Fingerprint.of(List.of("http.port = 8080 [default]", "log.level = info [file]"));
        assertThat(Fingerprint.of(List.of("log.level = info [environment]", "http.port = 8080 [flag]")))
                .isEqualTo(one);
        assertThat(Fingerprint.of(List.of("http.port = 8081 [default]", "log.level = info [file]")))
                .isNotEqualTo(one);
    }

    @Test
    void thePublicPortTellsNothingOfIt() throws IOException {
        for (String path : new String[] {"/metrics", "/health/ready", "/info"}) {
            assertThat(Knock.ask(server.port(), request(path))).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void twiliosAddressesTakePostsOnly() throws IOException {
        assertThat(Knock.ask(server.port(), request("/twilio/voice")))
                .startsWith("HTTP/1.1 405 ")
                .contains("POST");
        assertThat(Knock.ask(server.port(), request("/twilio/media"))).startsWith("HTTP/1.1 426 ");
    }

    @Test
    void theDashboardsTokenIsMadeOnceAndKeptForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("dashboard-token");
        assertThat(Files.readString(file).strip())
                .isEqualTo(server.dashboardToken())
                .hasSizeGreaterThanOrEqualTo(32);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
        server.close();
        String first = server.dashboardToken();
        start();
        assertThat(server.dashboardToken()).isEqualTo(first);
    }

    @Test
    void theAddressOfAPortThatWasLeftOpenHasTheRealOne() {
        assertThat(server.publicUrl()).hasToString("http://localhost:" + server.port());
    }

    private String get(String path) throws IOException {
        return Knock.ask(server.managementPort(), request(path));
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
}
