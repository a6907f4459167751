package io.sidetone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.identity.Passwords;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.world.Threads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the settings file to a session, on a whole server. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class UsersTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Sidetone server;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(folder.resolve("sidetone.yaml"), """
                http: {host: 127.0.0.1, port: 0, trusted-proxies: [127.0.0.0/8]}
                management: {port: 0}
                deepgram: {api-key: any}
                dashboard:
                  users:
                    - name: maria
                      role: supervisor
                      password-hash: "%s"
                      scope: {labels: [queue=support]}
                  sign-in: {failures: 2}
                """.formatted(Passwords.hash(PASSWORD)));
        server = Sidetone.start(Settings.read(
                new Sources(Map.of("data.dir", folder.resolve("data").toString()), Map.of(), file)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        assertThat(Threads.left()).isEmpty();
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path));
    }

    private HttpResponse<String> signIn(String body, String from) throws IOException, InterruptedException {
        return ask(api("/session").header("x-forwarded-for", from).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String withPassword(String password) {
        return "{\"user\":\"maria\",\"password\":\"" + password + "\"}";
    }

    @Test
    void aUserSignsInWithWhatTheSettingsSay() throws IOException, InterruptedException {
        JsonNode maria =
                JSON.readTree(signIn(withPassword(PASSWORD), "198.51.100.1").body());

        assertThat(maria.at("/user/id").asText()).isEqualTo("maria");
        assertThat(maria.at("/user/role").asText()).isEqualTo("supervisor");
        assertThat(maria.at("/scope/labels/queue/0").asText()).isEqualTo("support");
        HttpResponse<String> audit = ask(api("/audit").header("authorization", "Bearer " + server.dashboardToken()));
        assertThat(JSON.readTree(audit.body()).at("/items/0/by").asText()).isEqualTo("maria");
        assertThat(JSON.readTree(audit.body()).at("/items/0/address").asText()).isEqualTo("198.51.100.1");
    }

    @Test
    void oneAddressThatFailsDoesNotHoldUpAnotherBehindTheSameProxy() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            assertThat(signIn("{\"token\":\"wrong\"}", "198.51.100.1").statusCode())
                    .isEqualTo(401);
        }
        assertThat(signIn(withPassword(PASSWORD), "198.51.100.1").statusCode()).isEqualTo(429);
        assertThat(signIn(withPassword(PASSWORD), "198.51.100.2").statusCode()).isEqualTo(200);
        HttpResponse<String> metrics =
                ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.managementPort() + "/metrics")));
        assertThat(metrics.body())
                .contains(
                        "sidetone_sign_ins_total{outcome=\"ok\"} 1.0",
                        "sidetone_sign_ins_total{outcome=\"failed\"} 2.0",
                        "sidetone_sign_ins_total{outcome=\"turned_away\"} 1.0");
    }

    @Test
    void theLinkOpensOnceAndIsNotTheToken() throws IOException, InterruptedException {
        URI link = server.signInLink();
        String token = link.getFragment().substring("token=".length());

        assertThat(link.getHost()).isEqualTo("localhost");
        assertThat(token).isNotEqualTo(server.dashboardToken());
        assertThat(signIn("{\"token\":\"" + token + "\"}", "198.51.100.1").statusCode())
                .isEqualTo(200);
        assertThat(signIn("{\"token\":\"" + token + "\"}", "198.51.100.1").statusCode())
                .isEqualTo(401);
    }
}
