package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code simulate load} as it is typed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SimulateLoadCommandTest {
    private static final String URL = "--url=ws://127.0.0.1:";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRunningServerIsLoadedAndJudged() throws IOException {
        int port = freePort();
        Path json = folder.resolve("load.json");
        Map<String, String> settings =
                Map.of("deepgram.url", "ws://127.0.0.1:" + port, "http.public-url", "http://localhost:8080");
        try (World world = World.start(folder.resolve("data"), settings)) {
            Ran ran = load(
                    URL + world.server().port() + "/twilio/media",
                    "--signed-as=ws://localhost:8080/twilio/media",
                    "--auth-token=" + World.AUTH_TOKEN,
                    "--deepgram-port=" + port,
                    "--calls=2",
                    "--warm=0.2",
                    "--steady=1.5",
                    "--max-latency-ms=60000",
                    "--max-lag-ms=60000",
                    "--pid=" + ProcessHandle.current().pid(),
                    "--json=" + json);

            assertThat(ran.out())
                    .contains(
                            "The server's settings: deepgram.url ws://127.0.0.1:" + port + ", webhook.url http://127",
                            "2 opened, 2 ended well, 0 failed",
                            ": EXACT",
                            "the tool's own lag",
                            "processors",
                            "SUSTAINED: every byte exact, in time");
            assertThat(ran.err()).contains(" calls ", " frames/s ", " lost ", " lag p99 ");
            assertThat(ran.exit()).isZero();
        }
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.path("sustained").asBoolean()).isTrue();
        assertThat(figures.at("/latencyMs/audio/count").asLong()).isPositive();
    }

    @Test
    void aServerThatSendsItsAudioElsewhereHasNotSustained() throws IOException {
        try (World world = World.start(folder.resolve("data"), Map.of())) {
            Ran ran = load(
                    URL + world.server().port() + "/twilio/media",
                    "--signed-as=ws://localhost:" + world.server().port() + "/twilio/media",
                    "--auth-token=" + World.AUTH_TOKEN,
                    "--calls=1",
                    "--warm=0",
                    "--steady=0.3",
                    "--drain=0");
            assertThat(ran.out())
                    .contains(
                            "2 silent legs: NOT EXACT",
                            "no webhook came",
                            "memory is not measured: give the server's --pid",
                            "NOT SUSTAINED");
            assertThat(ran.exit()).isEqualTo(1);
        }
    }

    @Test
    void nothingToLoadHasItsOwnStatus() throws IOException {
        Ran ran = load(URL + freePort() + "/twilio/media");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("nothing listens at ws://127.0.0.1:");
    }

    @Test
    void whatCannotWorkIsNamed() {
        refused("--url=http://127.0.0.1:8080/", "--url", "expected: a media URL");
        refused("--calls=0", "--calls: 0", "1 or more");
        refused("--steady=0", "--steady");
        refused("--ramp=0", "--ramp");
        refused("--frame-ms=5", "--frame-ms: 5", "10 or more");
        refused("--final-ms=10", "--final-ms: 10", "20 or more");
        refused("--max-backlog-kib=0", "--max-backlog-kib");
        refused("--pid=4194305", "--pid: 4194305", "no such process"); // one more than Linux ever gives
        refused("--json=" + folder.resolve("none/load.json"), "--json", "no such folder");
        refused("--calls=many", "--calls");
    }

    private static void refused(String option, String... why) {
        Ran ran = load(option);
        assertThat(ran.exit()).as(option).isEqualTo(2);
        assertThat(ran.err()).contains(why);
    }

    /** On free ports, unless they are given. */
    private static Ran load(String... options) {
        List<String> all = new ArrayList<>(List.of("simulate", "load", "--webhook-port=0"));
        all.addAll(List.of(options));
        if (all.stream().noneMatch(option -> option.startsWith("--deepgram-port"))) {
            all.add("--deepgram-port=0");
        }
        return Ran.command(all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
