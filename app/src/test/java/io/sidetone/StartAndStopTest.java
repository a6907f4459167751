package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.world.Child;
import io.sidetone.world.Knock;
import io.sidetone.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The simulators that run until somebody ends them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StartAndStopTest {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    @Test
    void theWebhookListenerPrintsWhatComesAndEndsWellWhenTold() throws IOException, InterruptedException {
        try (Child listener = Child.run(folder, "webhook", "listen", "--port", "0", "--secret", World.SECRET)) {
            int port = port(listener.line("webhook listener at"));
            String body = "{\"type\":\"webhook.ping\"}";
            Knock.ask(
                    port,
                    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            assertThat(listener.line("(refused)")).contains("webhook-id");
            listener.terminate();
            assertThat(listener.exitStatus()).isZero();
        }
    }

    @Test
    void theDeepgramEmulatorPrintsWhatBefallsItAndEndsWellWhenTold() throws IOException, InterruptedException {
        try (Child emulator = Child.run(folder, "simulate", "deepgram", "--port", "0", "--key", "only-this")) {
            int port = port(emulator.line("Deepgram emulator at"));
            Knock.ask(port, """
                    GET /v1/listen HTTP/1.1
                    Host: 127.0.0.1
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Authorization: Token another

                    """.replace("\n", "\r\n"));
            assertThat(emulator.line("refused with")).contains("401");
            emulator.terminate();
            assertThat(emulator.exitStatus()).isZero();
        }
    }

    @Test
    void theDeepgramEmulatorTakesFaultsAndPrintsPrerecordedRequests() throws IOException, InterruptedException {
        try (Child emulator = Child.run(
                folder, "simulate", "deepgram", "--port", "0", "--request-fault", "refuse=503", "--every", "2")) {
            int port = port(emulator.line("Deepgram emulator at"));
            String silence = "POST /v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&extra=leg:l1 HTTP/1.1\r\n"
                    + "Host: 127.0.0.1\r\nAuthorization: Token any\r\nContent-Length: 8\r\n\r\n~~~~~~~~";
            Knock.ask(port, silence);
            assertThat(emulator.line("request 1")).contains("leg=l1").contains("1 ms of audio answered with 200");
            Knock.ask(port, silence);
            assertThat(emulator.line("request 2")).contains("answered with 503");
            emulator.terminate();
            assertThat(emulator.exitStatus()).isZero();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());
            for (String[] command : new String[][] {{"webhook", "listen"}, {"simulate", "deepgram"}}) {
                Ran ran = Ran.command(command[0], command[1], "--port", port);
                assertThat(ran.exit()).isEqualTo(2);
                assertThat(ran.err()).contains(port).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void optionsThatMakeNoSenseAreNamed() {
        Ran secret = Ran.command("webhook", "listen", "--port", "0", "--secret", "short");
        assertThat(secret.exit()).isEqualTo(2);
        assertThat(secret.err()).contains("secret").doesNotContain("\tat ");
        Ran fail = Ran.command("webhook", "listen", "--port", "0", "--fail", "2");
        assertThat(fail.exit()).isEqualTo(2);
        assertThat(fail.err()).contains("0 to 1").doesNotContain("\tat ");
    }

    private static int port(String line) {
        Matcher port = PORT.matcher(line);
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }
}
