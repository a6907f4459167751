package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HealthCommandTest {
    @Test
    void tellsHowTheServerIsAndWhetherItTakesCalls(@TempDir Path data) {
        Map<String, String> given = Map.of(
                "http.host", "127.0.0.1",
                "http.port", "0",
                "management.port", "0",
                "deepgram.api-key", "any",
                "data.dir", data.toString());
        try (Sidetone server = Sidetone.start(Settings.read(new Sources(given, Map.of(), null)))) {
            String url = "http://127.0.0.1:" + server.managementPort();
            Ran well = Ran.command("health", "--ready", "--url", url);
            assertThat(well.exit()).as(well.err()).isZero();
            assertThat(well.out())
                    .contains("storage: ok\n", "stt:deepgram: ok\n")
                    .endsWith("ready\n");

            server.drain().toCompletableFuture().join();
            assertThat(Ran.command("health", "--url", url).exit())
                    .as("it still lives")
                    .isZero();
            Ran draining = Ran.command("health", "--ready", "--url", url);
            assertThat(draining.exit()).isEqualTo(1);
            assertThat(draining.out()).contains("drain: degraded, no new calls are taken");
        }
    }

    @Test
    void nobodyThereIsToldByTheExitStatus() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Ran ran = Ran.command("health", "--url", "http://127.0.0.1:" + port);
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("no answer", "management.port");
    }
}
