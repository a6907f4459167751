package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Test
    void theWayFromOutsideIsGoneWithASignatureOfOurs() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook, "twilio.auth-token=" + World.AUTH_TOKEN);
            assertThat(onlyFailure(ran)).startsWith("FAIL  http.public-url: ").contains("is not https");
            assertThat(ran.out())
                    .contains("reaches this process")
                    .contains("ok    twilio.auth-token: a request signed with it is taken at http://127.0.0.1:")
                    .contains("ok    media socket: ws://127.0.0.1:")
                    .doesNotContain(World.AUTH_TOKEN);
        }
    }

    @Test
    void besideARunningServerItIsThatWhichMustBeReached() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK);
                World world = World.start(folder.resolve("world"), Map.of())) {
            Ran ran = check(
                    webhook,
                    "twilio.auth-token=" + World.AUTH_TOKEN,
                    "http.port=" + world.server().port(),
                    "http.public-url=" + world.server().publicUrl(),
                    "management.port=" + world.server().managementPort());
            assertThat(onlyFailure(ran)).contains("is not https");
            assertThat(ran.out())
                    .contains("ok    http.port, management.port: a Sidetone runs here")
                    .contains("reaches this process")
                    .contains("a request signed with it is taken")
                    .contains("upgrades to a WebSocket");
        }
    }

    @Test
    void aTokenThatTheRunningServerDoesNotHaveIsSaidToBeRefused() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK);
                World world = World.start(folder.resolve("world"), Map.of())) {
            Ran ran = check(
                    webhook,
                    "twilio.auth-token=" + World.WRONG_TOKEN,
                    "http.public-url=" + world.server().publicUrl(),
                    "management.port=" + world.server().managementPort());
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.out())
                    .contains("FAIL  twilio.auth-token: a request signed with it was answered with 403")
                    .contains("FAIL  media socket: ");
        }
    }

    @Test
    void aPublicUrlThatLeadsToSomebodyElseIsNamed() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        other.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(404, -1);
            }
        });
        other.start();
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(
                    webhook,
                    "http.public-url=http://127.0.0.1:" + other.getAddress().getPort());
            assertThat(onlyFailure(ran))
                    .startsWith("FAIL  http.public-url: ")
                    .contains("answered with 404 by somebody else", "let the proxy pass /twilio/ on");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aPublicUrlWhereNobodyListensIsNamed() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook, "http.public-url=http://127.0.0.1:" + freePort());
            assertThat(onlyFailure(ran)).startsWith("FAIL  http.public-url: ").contains("nothing listens there");
        }
    }

    @Test
    void moreCallsThanTheMachineHasRoomForAreNamed() throws IOException {
        try (WebhookListener webhook = listener(Reply.OK)) {
            Ran ran = check(webhook, "limits.calls=100000", "speech.buffer-seconds=600");
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.out()).contains("FAIL  memory: ", "set limits.calls");
        }
    }

    private Ran check(WebhookListener webhook, String... more) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        List<String> settings = new ArrayList<>(List.of(
                "http.host=127.0.0.1",
                "http.port=0",
                "http.public-url=http://127.0.0.1:0",
                "management.port=0",
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
