package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sidetone.world.Threads;
import io.sidetone.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server from starting is said in a line or two, and nothing of it stays behind. */
class ServeErrorsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    @AfterEach
    void nothingStaysBehind() throws InterruptedException {
        assertThat(Threads.left()).isEmpty();
    }

    @Test
    void anUnknownSettingIsNamedAndTheLikeOneOffered() {
        assertRefused(serve("http.prot=1"), "http.prot", "http.port");
    }

    @Test
    void aWebhookWithoutAHostIsNamed() {
        assertRefused(serve("webhook.url=https:///events", "webhook.secret=" + World.SECRET), "webhook.url");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertRefused(serve("http.port=banana", "drain.seconds=-1"), "http.port", "banana", "drain.seconds");
    }

    @Test
    void aFileThatIsNotYamlIsNamedWithTheLine() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yaml"), "http:\n  port: [1\ndeepgram: }\n");
        Ran ran = Ran.command("serve", "--config", file.toString());
        assertRefused(ran, "broken.yaml", "line");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.yaml");
        assertRefused(Ran.command("serve", "--config", file.toString()), file.toString());
    }

    @Test
    void aTakenPublicPortIsNamedTogetherWithItsSetting() throws IOException {
        try (ServerSocket other = taken()) {
            assertRefused(
                    serve("http.port=" + other.getLocalPort(), "management.port=0"),
                    "127.0.0.1:" + other.getLocalPort(),
                    "in use",
                    "http.port");
        }
    }

    @Test
    void aTakenManagementPortIsNamedAndThePublicOneIsGivenBack() throws IOException {
        int free = freePort();
        try (ServerSocket other = taken()) {
            assertRefused(
                    serve("http.port=" + free, "management.port=" + other.getLocalPort()),
                    "127.0.0.1:" + other.getLocalPort(),
                    "management.port");
        }
        assertThatCode(() -> new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close())
                .doesNotThrowAnyException();
    }

    @Test
    void aHostThatIsNoNameIsNamed() {
        assertRefused(serve("http.host=no-such-host.invalid", "http.port=0"), "http.host", "no-such-host.invalid");
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertRefused(serve("http.port=0", "data.dir=" + file.resolve("data")), "a-file", "data.dir");
    }

    private Ran serve(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        for (String setting : List.of(
                "http.host=127.0.0.1",
                "management.port=0",
                "deepgram.api-key=any",
                "data.dir=" + folder.resolve("data"))) {
            arguments.addAll(List.of("--set", setting));
        }
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return Ran.command(arguments);
    }

    private static void assertRefused(Ran ran, String... words) {
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains(words).doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = taken()) {
            return probe.getLocalPort();
        }
    }
}
