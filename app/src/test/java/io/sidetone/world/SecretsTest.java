package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Everything that a server says, at its most talkative, while things go well and while they do not: no secret is in it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SecretsTest {
    private static final String VENDORS_KEY = "dg0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private static final String COLLECTORS_TOKEN = "otel-4c7f21d9e0";
    private static final List<String> SECRETS = List.of(
            World.AUTH_TOKEN,
            World.SECRET,
            World.SECRET.substring("whsec_".length()),
            World.DASHBOARD_TOKEN,
            VENDORS_KEY,
            COLLECTORS_TOKEN);
    private static final String PLAGUED = "plagued";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /** Every line at every level, with the text of what was thrown. */
    private final class Everything extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent line) {
            IThrowableProxy thrown = line.getThrowableProxy();
            lines.add(line.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    }

    @Test
    void noneIsInAnythingThatIsSaid(@TempDir Path data) throws Exception {
        Logger ours = (Logger) LoggerFactory.getLogger("io.sidetone");
        Level before = ours.getLevel();
        Everything everything = new Everything();
        everything.start();
        ours.addAppender(everything);
        ours.setLevel(Level.TRACE);
        List<String> said = new ArrayList<>();
        try {
            aGoodAndABadCall(data, said);
        } finally {
            ours.setLevel(before);
            ours.detachAppender(everything);
        }

        assertThat(lines).as("it was talkative").hasSizeGreaterThan(50);
        said.addAll(lines);
        for (String secret : SECRETS) {
            assertThat(said).allSatisfy(line -> assertThat(line).doesNotContain(secret));
        }
    }

    private static void aGoodAndABadCall(Path data, List<String> said) throws Exception {
        Map<String, String> settings = Map.of(
                "deepgram.api-key", VENDORS_KEY,
                "tracing.endpoint", "http://127.0.0.1:9", // nobody listens: the failure is logged
                "tracing.token", COLLECTORS_TOKEN);
        try (World world = World.start(data, settings, options -> options.withAcceptedKeys(VENDORS_KEY))) {
            world.deepgram().faults(Faults.none().with(new Fault.Refuse(401), Scope.query("keyterm", PLAGUED)));
            Supervisor supervisor = Supervisor.watch(world.dashboardUrl());
            Conversation good = Conversation.begin(world, world.voiceUrl(""), "hello", 1_000);
            TroubledCall.place(world, PLAGUED, "hello", 2_000).over().join();
            int port = world.server().port();
            said.add(Knock.ask(port, MediaSocket.upgrade(world.mediaUrl(), World.WRONG_TOKEN)));
            for (String path :
                    List.of("/", "/api/v1/openapi.json", "/api/v1/stats", "/api/v1/webhooks", "/api/v1/audit")) {
                said.add(get(port, path));
            }
            for (String path : List.of("/metrics", "/health", "/health/ready", "/info")) {
                said.add(get(world.server().managementPort(), path));
            }
            good.isComplete();
            supervisor.ended(good.callId()).join();
            supervisor.frames().forEach(frame -> said.add(frame.toString()));
            supervisor.close();
        }
    }

    private static String get(int port, String path) throws IOException {
        return Knock.ask(
                port,
                "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAuthorization: Bearer "
                        + World.DASHBOARD_TOKEN + "\r\n\r\n");
    }

    @Test
    void noneIsInWhatIsSaidOfSettingsGoodOrBad() {
        Map<String, String> given = Map.of(
                "deepgram.api-key",
                VENDORS_KEY,
                "twilio.auth-token",
                World.AUTH_TOKEN,
                "webhook.url",
                "http://127.0.0.1:9/",
                "webhook.secret",
                World.SECRET,
                "dashboard.token",
                World.DASHBOARD_TOKEN,
                "tracing.token",
                COLLECTORS_TOKEN);
        Settings settings = Settings.read(new Sources(given, Map.of(), null));
        Throwable bad = catchThrowable(() -> Settings.read(new Sources(
                Map.of(
                        "deepgram.api-key", VENDORS_KEY + " " + VENDORS_KEY,
                        "twilio.auth-token", World.AUTH_TOKEN + "?",
                        "webhook.secret", World.SECRET + "!",
                        "http.port", "banana"),
                Map.of(),
                null)));

        assertThat(bad).hasMessageContaining("banana");
        for (String secret : SECRETS) {
            assertThat(settings.toString() + settings.describe()).doesNotContain(secret);
            assertThat(bad.toString()).doesNotContain(secret);
        }
    }
}
