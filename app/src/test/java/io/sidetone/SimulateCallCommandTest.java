package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code simulate call} against a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SimulateCallCommandTest {
    private World world;
    private Path folder;

    @BeforeAll
    void aServerRuns(@TempDir Path data) throws IOException {
        folder = data;
        world = World.start(data, Map.of());
    }

    @AfterAll
    void theServerStops() {
        world.close();
    }

    @Test
    void aBundledRecordingIsPlayedToItsEnd() {
        Ran ran = call("--recording", "hello", "--auth-token", World.AUTH_TOKEN);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("placed on " + voice(), "the other side has answered", "  completed: ");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void severalCallsAtOnceAreToldApart() {
        Ran ran = call("--recording", "hello", "--auth-token", World.AUTH_TOKEN, "--calls", "2");
        assertThat(ran.out()).contains("call 1  ", "call 2  ");
        assertThat(ran.out().lines().filter(line -> line.contains("  completed: ")))
                .hasSize(2);
        assertThat(ran.exit()).isZero();
    }

    @Test
    void aServerThatIsKnownByAnotherAddressTakesAMediaStreamSignedForThat(@TempDir Path data) throws IOException {
        try (World hidden = World.start(data, Map.of("http.public-url", "https://calls.example.com"))) {
            Ran ran = Ran.command(
                    "simulate",
                    "call",
                    "--recording",
                    "hello",
                    "--url",
                    "ws://127.0.0.1:" + hidden.server().port() + "/twilio/media",
                    "--signed-as",
                    "https://calls.example.com",
                    "--auth-token",
                    World.AUTH_TOKEN);
            assertThat(ran.out()).contains("  completed: ");
            assertThat(ran.exit()).isZero();
        }
    }

    @Test
    void aWrongTokenIsRefusedWithAHint() {
        Ran ran = call("--recording", "hello", "--auth-token", World.WRONG_TOKEN);
        assertThat(ran.out()).contains("refused with HTTP 403", "--auth-token");
        assertThat(ran.exit()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeOutOfReach() throws IOException {
        int nobody;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = probe.getLocalPort();
        }
        Ran ran = Ran.command(
                "simulate",
                "call",
                "--recording",
                "hello",
                "--auth-token",
                "",
                "--url",
                "http://127.0.0.1:" + nobody + "/twilio/voice");
        assertThat(ran.out()).contains("failed: ").contains(String.valueOf(nobody));
        assertThat(ran.exit()).isEqualTo(1);
    }

    @Test
    void withoutAudioItSaysWhatToGive() {
        assertUsage(call(), "FILE", "--recording");
    }

    @Test
    void bothAFileAndARecordingAreTooMuch() {
        assertUsage(call("--recording", "hello", "some.wav"), "--recording");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.wav");
        assertUsage(call(file.toString()), file + ": there is no such file");
    }

    @Test
    void aFileThatIsNoAudioIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("words.wav"), "these are words");
        assertUsage(call(file.toString()), "words.wav");
    }

    @Test
    void aRecordingThatIsNotBundledIsNamed() {
        assertUsage(call("--recording", "opera"), "opera");
    }

    @Test
    void numbersThatMakeNoSenseAreNamed() {
        assertUsage(call("--recording", "hello", "--calls", "0"), "--calls", "1 or more");
        assertUsage(call("--recording", "hello", "--speed", "0"), "speed", "above 0");
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        assertUsage(Ran.command("simulate", "call", "--recording", "hello", "--url", "ftp://x/y"), "ftp://x/y", "http");
        assertUsage(
                Ran.command("simulate", "call", "--recording", "hello", "--url", "x/y", "--signed-as", "https://z"),
                "x/y",
                "http");
        assertUsage(call("--recording", "hello", "--signed-as", "calls"), "'calls'", "https://host");
    }

    private Ran call(String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "simulate";
        arguments[1] = "call";
        arguments[2] = "--url";
        arguments[3] = voice();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Ran.command(arguments);
    }

    private String voice() {
        return world.voiceUrl("").toString();
    }

    private static void assertUsage(Ran ran, String... words) {
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains(words).doesNotContain("\tat ");
    }
}
