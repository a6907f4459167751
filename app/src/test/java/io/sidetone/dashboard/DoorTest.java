package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorTest {
    private final TestServer server = new TestServer(TestServer.settings(2, true), FeedLimits.DEFAULT);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void withoutTheTokenNobodyLooks() throws IOException {
        for (String wrong :
                new String[] {"-", "Bearer", "Bearer ", "Bearer let me se", "Bearer let me see!", "Basic x"}) {
            try (RawClient refused = new RawClient(server.port(), "", "Authorization: " + wrong)) {
                assertThat(refused.status()).as(wrong).isEqualTo(401);
                assertThat(refused.answer)
                        .contains("application/problem+json")
                        .contains("www-authenticate: Bearer")
                        .doesNotContain(TestServer.TOKEN);
            }
        }
    }

    @Test
    void aTokenInTheUrlIsNoToken() throws IOException {
        try (RawClient refused =
                new RawClient(server.port(), "?token=let%20me%20see&access_token=let%20me%20see", "Authorization: -")) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.answer)
                    .contains("token stands in the address", "take it for known to others")
                    .doesNotContain(TestServer.TOKEN, "let%20me%20see");
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefusedEvenWithTheToken() throws IOException {
        String own = "http://localhost:" + server.port();
        assertThat(statusFor("Origin: https://evil.example")).isEqualTo(403);
        assertThat(statusFor("Origin: null")).isEqualTo(403);
        assertThat(statusFor("Origin: https://desk.example.com.evil.example")).isEqualTo(403);
        assertThat(statusFor("Origin: https://example.org")).isEqualTo(403);
        assertThat(statusFor("Origin: https://evilexample.org")).isEqualTo(403);
        assertThat(statusFor("Origin: http://a.example.org")).isEqualTo(403);
        assertThat(statusFor("Origin: https://desk.example.com")).isEqualTo(101);
        assertThat(statusFor("Origin: https://a.example.org")).isEqualTo(101);
        assertThat(statusFor("Origin: " + own)).isEqualTo(101);
    }

    @Test
    void onLoopbackOnlyNamesOfThisMachineAreHosts() throws IOException {
        assertThat(statusFor("Host: rebound.example:8080")).isEqualTo(403);
        assertThat(statusFor("Host: localhost.rebound.example")).isEqualTo(403);
        assertThat(statusFor("Host: localhost")).isEqualTo(101);
        assertThat(statusFor("Host: 127.0.0.1:1")).isEqualTo(101);
        assertThat(statusFor("Host: [::1]:8080")).isEqualTo(101);
    }

    @Test
    void behindAPublicNameTheHostIsFreeAndTheOriginIsItsOwn() throws IOException {
        try (TestServer open = new TestServer(TestServer.settings(5, false), FeedLimits.DEFAULT)) {
            try (RawClient welcome =
                            new RawClient(open.port(), "", "Host: any.example", "Origin: https://bridge.example.com");
                    RawClient refused =
                            new RawClient(open.port(), "", "Host: any.example", "Origin: http://any.example")) {
                assertThat(welcome.status()).isEqualTo(101);
                assertThat(refused.status()).isEqualTo(403);
            }
        }
    }

    @Test
    void theSubprotocolIsAnsweredOnlyIfOfferedAndMustBeOurs() throws IOException {
        String name = "sec-websocket-protocol: ";
        try (RawClient without = new RawClient(server.port(), "");
                RawClient ours = new RawClient(server.port(), "", "Sec-WebSocket-Protocol: other, dashboard.v1.json");
                RawClient other = new RawClient(server.port(), "", "Sec-WebSocket-Protocol: dashboard.v2.json")) {
            assertThat(without.status()).isEqualTo(101);
            assertThat(without.answer).doesNotContain(name);
            assertThat(ours.status()).isEqualTo(101);
            assertThat(ours.answer.toLowerCase(java.util.Locale.ROOT)).contains(name + "dashboard.v1.json\r\n");
            assertThat(other.status()).isEqualTo(400);
            assertThat(other.answer).contains("dashboard.v1.json");
        }
    }

    @Test
    void whatIsNoUpgradeIsRefused() throws IOException {
        assertThat(statusFor("Upgrade: -")).isEqualTo(400);
        assertThat(statusFor("Sec-WebSocket-Key: -")).isEqualTo(400);
        assertThat(statusFor("Sec-WebSocket-Version: -")).isEqualTo(426);
        assertThat(statusFor("Sec-WebSocket-Version: 7")).isEqualTo(426);
        assertThat(statusFor("Sec-WebSocket-Version: 99")).isEqualTo(426);
    }

    @Test
    void aQuickLookThatCannotBeUnderstoodIsRefused() throws IOException {
        try (RawClient refused = new RawClient(server.port(), "?topics=calls&interims=perhaps")) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.answer).contains("interims is \\\"perhaps\\\"");
        }
    }

    @Test
    void whenAllPlacesAreTakenTheNextIsAskedToComeLater() throws IOException {
        try (RawClient first = new RawClient(server.port(), "");
                RawClient second = new RawClient(server.port(), "");
                RawClient third = new RawClient(server.port(), "")) {
            assertThat(first.status()).isEqualTo(101);
            assertThat(second.status()).isEqualTo(101);
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.answer).contains("retry-after: ");
        }
    }

    @Test
    void whileDrainingNobodyComesIn() throws IOException {
        server.dashboards.close(Duration.ofMillis(100));
        assertThat(statusFor("Host: localhost")).isEqualTo(503);
    }

    /** The status of an upgrade with this header; the place is free again when this returns. */
    private int statusFor(String header) throws IOException {
        int status;
        try (RawClient client = new RawClient(server.port(), "", header)) {
            status = client.status();
        }
        server.connections.forEach(it -> it.closeFuture().awaitUninterruptibly());
        return status;
    }
}
