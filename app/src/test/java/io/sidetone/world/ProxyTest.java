package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.sim.twilio.Trust;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call through each proxy that we ship a file for: the real program, TLS at its door, the file as it is. */
@Tag("deploy")
@Execution(ExecutionMode.CONCURRENT) // each has a world of its own, and mostly waits
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProxyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void aCallADashboardAndAStrangersHeadersPassAsTheyShould(Proxy kind, @TempDir Path data) throws Exception {
        Trust trust = Trust.in(Proxy.certificate(data));
        HttpClient http = HttpClient.newBuilder().sslContext(trust.context()).build();
        int port = freePort();
        Map<String, String> settings =
                Map.of("http.public-url", "https://localhost:" + port, "http.trusted-proxies", "127.0.0.1/32");
        try (World world = World.start(data, settings, trust);
                Proxy.Running proxy = kind.start(new Proxy.Place(
                        data, port, world.server().port(), world.server().managementPort()));
                Supervisor supervisor = Supervisor.watch(world.dashboardUrl(), http)) {
            assertThat(proxy).isNotNull();
            Conversation call = Conversation.begin(world, world.voiceUrl(""), "hello", 1_000);
            assertThat(signIn(world, http).statusCode()).isEqualTo(200);
            assertThat(audit(world, http).at("/items/0/address").asText())
                    .as("where the sign-in came from, whatever it said itself")
                    .isEqualTo("127.0.0.1");
            assertThat(status(world, http, "/metrics")).isEqualTo(404);
            assertThat(status(world, http, "/")).isEqualTo(200);

            call.isComplete();
            supervisor.ended(call.callId()).join();
        }
    }

    private static HttpResponse<String> signIn(World world, HttpClient http) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(world.server().publicUrl() + "/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", "203.0.113.9")
                        .header("Forwarded", "for=203.0.113.9")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + World.DASHBOARD_TOKEN + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode audit(World world, HttpClient http) throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(world.server().publicUrl() + "/api/v1/audit"))
                .header("Authorization", "Bearer " + World.DASHBOARD_TOKEN)
                .build();
        return JSON.readTree(
                http.send(ask, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static int status(World world, HttpClient http, String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(world.server().publicUrl() + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }
}
