package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.deepgram.DeepgramEmulator;
import io.sidetone.sim.deepgram.EmulatorOptions;
import io.sidetone.sim.deepgram.RecordingLibrary;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.TwilioAccount;
import io.sidetone.sim.twilio.TwilioSimulator;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.Replies;
import io.sidetone.sim.webhook.Reply;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server under fifty calls is killed again and again, while its consumer refuses one event in five: whatever it had
 * told a call to be kept reaches the consumer, in order, and every call gets its end. {@code -Dsidetone.rounds=} makes
 * it longer, {@code -Dsidetone.seed=} the same again.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGKILL")
class KillTest {
    private static final int ROUNDS = Integer.getInteger("sidetone.rounds", 4);
    private static final int CALLS = 50;
    private static final double REFUSED = 0.2;
    private static final int SHORTEST_MS = 500;
    private static final int LONGEST_MS = 5_000;
    private static final List<String> RECORDINGS = List.of("compressor", "serial-number", "chaudiere", "hello");
    private static final Pattern ADDRESS = Pattern.compile("takes calls at (http://localhost:[0-9]+)");

    private final long seed = Long.getLong("sidetone.seed", new Random().nextInt(1_000_000));
    private final Random random = new Random(seed);
    private final Ledger ledger = new Ledger();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatWasKeptArrivesHoweverOftenTheServerIsKilled(@TempDir Path data) throws Exception {
        System.out.println("KillTest: -Dsidetone.seed=" + seed);
        try (DeepgramEmulator deepgram =
                        DeepgramEmulator.start(EmulatorOptions.of(RecordingLibrary.bundled(), Clock.systemUTC())
                                .withAcceptedKeys("test-key"));
                WebhookListener listener = listener();
                TwilioSimulator twilio = TwilioSimulator.start(
                        new TwilioAccount(World.ACCOUNT_SID, World.AUTH_TOKEN), Clock.systemUTC(), random)) {
            Map<String, String> settings = settings(data, deepgram.url(), listener.url());
            for (int round = 0; round < ROUNDS; round++) {
                try (Child server = serve(data, settings)) {
                    placeCalls(twilio, addressOf(server));
                    server.line("kept");
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(SHORTEST_MS, LONGEST_MS)); // the moment is the test
                    ledger.printed(server.kill());
                }
            }
            try (Child server = serve(data, settings)) {
                addressOf(server);
                awaitTheRest();
                ledger.printed(server.kill());
            }
            System.out.println("KillTest: killed " + ROUNDS + " times; " + ledger);
            ledger.isWhole();
            assertThat(ledger.keptEvents()).isGreaterThan(ROUNDS * CALLS);
        }
    }

    private WebhookListener listener() throws IOException {
        return WebhookListener.start(ListenerOptions.of(Clock.systemUTC(), WebhookSecret.parse(World.SECRET))
                .takingAllTypes()
                .replying(Replies.failing(REFUSED, seed, Reply.status(503), Reply.OK))
                .watchedBy(ledger::sent));
    }

    private static Map<String, String> settings(Path data, URI deepgram, URI webhook) {
        return Map.ofEntries(
                Map.entry("http.host", "127.0.0.1"),
                Map.entry("http.port", "0"),
                Map.entry("management.port", "0"),
                Map.entry("twilio.account-sid", World.ACCOUNT_SID),
                Map.entry("twilio.auth-token", World.AUTH_TOKEN),
                Map.entry("deepgram.url", deepgram.toString()),
                Map.entry("deepgram.api-key", "test-key"),
                Map.entry("webhook.url", webhook.toString()),
                Map.entry("webhook.secret", World.SECRET),
                Map.entry("webhook.events", World.ALL_EVENTS),
                Map.entry("data.dir", data.resolve("data").toString()));
    }

    private static Child serve(Path folder, Map<String, String> settings) throws IOException {
        List<String> arguments = new ArrayList<>();
        settings.forEach((name, value) -> arguments.add(name + "=" + value));
        return Child.run(KilledServer.class.getName(), folder, arguments.toArray(String[]::new));
    }

    private static URI addressOf(Child server) throws InterruptedException {
        Matcher address = ADDRESS.matcher(server.line("takes calls at"));
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1).replaceFirst("^http", "ws") + "/twilio/media");
    }

    private void placeCalls(TwilioSimulator twilio, URI media) throws IOException {
        for (int i = 0; i < CALLS; i++) {
            Recording sound = Recording.load(RECORDINGS.get(i % RECORDINGS.size()));
            twilio.place(
                    CallPlan.of(new Target.MediaUrl(media), sound.audio()).withParameter("language", sound.language()));
        }
    }

    private void awaitTheRest() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while ((!ledger.missing().isEmpty() || !ledger.open().isEmpty()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
