package io.sidetone.websocket;

import io.sidetone.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code /api/v1/dashboard/ws}. */
class DashboardSocketConformanceTest extends ConformanceContract {
    @SuppressWarnings("NullAway.Init") // before the first test
    private static World world;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        world = World.start(data, Map.of());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** It takes 50 new connections a second, and says so to the next. */
    @Override
    Wire open() throws IOException {
        Wire wire = connect();
        while (wire.answer.startsWith("HTTP/1.1 429 ")) {
            wire.close();
            wire = connect();
        }
        return wire;
    }

    private static Wire connect() throws IOException {
        return new Wire(
                world.dashboardUrl().getPort(),
                "GET " + world.dashboardUrl().getPath() + " HTTP/1.1\r\nHost: "
                        + world.dashboardUrl().getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                        + "Authorization: Bearer " + World.DASHBOARD_TOKEN + "\r\n\r\n");
    }

    @Override
    int longest() {
        return 16_384;
    }

    @Override
    String message(String text, int length) {
        String message = "{\"type\":\"ack\",\"through\":0,\"note\":\"" + text + "\"";
        return message + " ".repeat(length - message.length() - 1) + "}";
    }

    /** It says hello, and sends its heartbeats and pings. */
    @Override
    String reply(Wire wire) throws IOException {
        String next = wire.next();
        while (next.startsWith("text ") || next.startsWith("ping ")) {
            next = wire.next();
        }
        return next;
    }
}
