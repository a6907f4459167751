package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.server.Pem;
import io.sidetone.sim.twilio.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole call over TLS of our own: voice webhook over https, media over wss. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TlsTest {
    @Test
    void everyWordOfACallOverTlsArrives(@TempDir Path data) throws IOException {
        Path certificate = data.resolve("certificate.pem");
        Path key = data.resolve("key.pem");
        Pem.of("localhost").write(certificate, key);
        try (World world = World.start(
                data, Map.of("http.tls.certificate", certificate.toString(), "http.tls.key", key.toString()))) {
            assertThat(world.voiceUrl("").getScheme()).isEqualTo("https");
            Conversation call = Conversation.begin(world, world.voiceUrl(""), "hello", 1_000);

            call.isComplete();
            for (String role : List.of("technician", "agent")) {
                assertThat(call.words(role)).as(role).isNotEmpty();
            }
        }
    }

    @Test
    void aFileWithoutACertificateCannotBeTrusted(@TempDir Path data) throws IOException {
        Path empty = Files.writeString(data.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Trust.in(empty)).hasMessageContaining("empty.pem");
    }
}
