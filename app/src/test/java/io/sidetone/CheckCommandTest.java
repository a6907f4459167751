package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.deepgram.DeepgramEmulator;
import io.sidetone.sim.deepgram.EmulatorOptions;
import io.sidetone.sim.deepgram.RecordingLibrary;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.Replies;
import io.sidetone.sim.webhook.Reply;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import io.sidetone.world.Threads;
import io.sidetone.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    private DeepgramEmulator deepgram;

    @BeforeEach
    void deepgramIsThere() throws IOException {
        deepgram = DeepgramEmulator.start(EmulatorOptions.of(RecordingLibrary.bundled(), Clock.systemUTC())
                .withAcceptedKeys("right-key"));
    }

    @AfterEach
    void nothingStaysBehind() throws InterruptedException {
        deepgram.close();
        assertThat(Threads.left()).isEmpty();
    }

    @Test
    void aGoodSetUpIsOkInEveryLine() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook);
            assertThat(ran.out().lines()).hasSizeGreaterThanOrEqualTo(8).allMatch(line -> line.startsWith("ok    "));
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exit()).isZero();
            assertThat(webhook.events()).singleElement().satisfies(ping -> {
                assertThat(ping.type()).isEqualTo("webhook.ping");
                assertThat(ping.verified()).isTrue();
            });
        }
        assertThat(deepgram.streams()).singleElement().satisfies(stream -> assertThat(stream.violations())
                .isEmpty());
    }

    @Test
    void aWrongKeyIsSaidToBeRefused() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook, "deepgram.api-key=wrong-key");
            assertThat(onlyFailure(ran)).startsWith("FAIL  deepgram: ").contains("401", "deepgram.api-key");
            assertThat(ran.out()).doesNotContain("wrong-key");
        }
    }

    @Test
    void aVendorThatIsNotThereIsSaidToBeOutOfReach() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook, "deepgram.url=ws://127.0.0.1:" + freePort());
            assertThat(onlyFailure(ran)).startsWith("FAIL  deepgram: ").contains("deepgram.url");
        }
    }

    @Test
    void aWebhookThatAnswers500IsNamedWithItsAnswer() throws IOException {
        try (WebhookListener webhook = listener(Reply.status(500))) {
            assertThat(onlyFailure(check(webhook))).startsWith("FAIL  ").contains("webhook", "500");
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook, "data.dir=" + file.resolve("data"));
            assertThat(onlyFailure(ran)).startsWith("FAIL  data.dir: ").contains("a-file", "set data.dir");
        }
    }

    @Test
    void aTakenPortIsNamedTogetherWithItsSetting() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK);
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran ran = check(webhook, "http.port=" + other.getLocalPort());
            assertThat(onlyFailure(ran))
                    .startsWith("FAIL  http.port: ")
                    .contains("127.0.0.1:" + other.getLocalPort(), "in use", "set http.port");
        }
    }

    private Ran check(WebhookListener webhook, String... more) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        List<String> settings = new ArrayList<>(List.of(
                "http.host=127.0.0.1",
                "http.port=0",
                "http.public-url=https://calls.example.com",
                "management.port=0",
                "twilio.auth-token=" + World.AUTH_TOKEN,
                "deepgram.url=" + deepgram.url(),
                "deepgram.api-key=right-key",
                "webhook.url=" + webhook.url(),
                "webhook.secret=" + World.SECRET,
                "data.dir=" + folder.resolve("data")));
        settings.addAll(List.of(more));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return Ran.command(arguments);
    }

    /** The one line that is not ok, of a check that says so with its status. */
    private static String onlyFailure(Ran ran) {
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out() + ran.err()).doesNotContain("\tat ");
        List<String> failures =
                ran.out().lines().filter(line -> !line.startsWith("ok    ")).toList();
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    private static WebhookListener listener(Reply reply) throws IOException {
        return WebhookListener.start(ListenerOptions.of(Clock.systemUTC(), WebhookSecret.parse(World.SECRET))
                .replying(Replies.always(reply)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
