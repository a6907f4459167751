package io.sidetone.websocket;

import io.sidetone.twiml.RequestSigner;
import io.sidetone.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code /twilio/media}. */
class MediaSocketConformanceTest extends ConformanceContract {
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

    @Override
    Wire open() throws IOException {
        String media = world.mediaUrl().toString();
        return new Wire(
                world.mediaUrl().getPort(),
                "GET /twilio/media HTTP/1.1\r\nHost: " + world.mediaUrl().getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nX-Twilio-Signature: "
                        + new RequestSigner(World.AUTH_TOKEN).sign(media) + "\r\n\r\n");
    }

    @Override
    int longest() {
        return 65_536; // limits.message-bytes
    }

    @Override
    String message(String text, int length) {
        String message = "{\"event\":\"connected\",\"protocol\":\"" + text + "\"";
        return message + " ".repeat(length - message.length() - 1) + "}";
    }

    @Override
    String reply(Wire wire) throws IOException {
        return wire.next();
    }
}
