package io.sidetone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.sim.deepgram.DeepgramEmulator;
import io.sidetone.sim.deepgram.EmulatorOptions;
import io.sidetone.sim.deepgram.RecordingLibrary;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.TwilioAccount;
import io.sidetone.sim.twilio.TwilioSimulator;
import io.sidetone.sim.webhook.EventLine;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.ReceivedEvent;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import io.sidetone.tail.FeedFollower;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone demo}: the whole way of a call, in one process, without any account. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows three simulated calls the whole way, without any account.",
            "",
            "Two people speak on each, in one of them French: voice webhook, media stream, speech-to-text, dashboard"
                    + " socket and webhook. Nothing leaves this machine.",
            "",
            "Speech-to-text is an emulator that knows the recordings. With --live it is Deepgram itself: set"
                    + " DEEPGRAM_API_KEY."
        })
final class DemoCommand implements Callable<Integer> {
    private static final URI FEED = URI.create("ws://demo/api/v1/dashboard/ws");
    private static final List<String> RECORDINGS = List.of("compressor", "chaudiere", "serial-number");

    /** One ring and a pause: the gate opens in the pause, so that nobody is said to have spoken a ringback. */
    private static final Duration RINGS_FOR = Duration.ofMillis(3_800);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Option(names = "--live", description = "uses the real Deepgram, with the key in DEEPGRAM_API_KEY")
    private boolean live;

    @Option(
            names = "--once",
            negatable = true,
            description =
                    "ends when the calls have ended (default where nobody is looking); --no-once waits for Ctrl-C")
    private @Nullable Boolean once;

    @Override
    public Integer call() throws IOException {
        LogSetup.onlyWarnings();
        Screen screen = Screen.of(spec.commandLine().getOut());
        DemoSecrets secrets = DemoSecrets.random();
        DemoTally tally = new DemoTally();
        ListenerOptions listening = ListenerOptions.of(Clock.systemUTC(), WebhookSecret.parse(secrets.webhookSecret()))
                .takingAllTypes()
                .watchedBy(event -> received(screen, tally, event));
        try (TemporaryFolder data = TemporaryFolder.make("sidetone-demo"); // closed last
                StopSignals signals = StopSignals.listen();
                DeepgramEmulator emulator =
                        DeepgramEmulator.start(EmulatorOptions.of(RecordingLibrary.bundled(), Clock.systemUTC())
                                .withoutKeeping());
                WebhookListener listener = WebhookListener.start(listening);
                Sidetone server = Sidetone.start(settings(secrets, emulator.url(), listener.url(), data.path()))) {
            introduce(screen, server, emulator, listener);
            return run(screen, server, secrets, tally, signals.first());
        }
    }

    private int run(Screen screen, Sidetone server, DemoSecrets secrets, DemoTally tally, CompletableFuture<Void> stop)
            throws IOException {
        URI voice = server.publicUrl().resolve("/twilio/voice");
        CompletableFuture<Void> broken = new CompletableFuture<>();
        CountDownFuture ended = new CountDownFuture(RECORDINGS.size());
        try (FeedFollower feed = follower(server, screen, ended);
                TwilioSimulator twilio = TwilioSimulator.start(
                        new TwilioAccount(DemoSecrets.ACCOUNT_SID, secrets.authToken()),
                        Clock.systemUTC(),
                        new Random())) {
            feed.start().join();
            for (String recording : RECORDINGS) {
                twilio.place(plan(voice, Recording.load(recording)))
                        .thenAccept(report -> notePoorEnd(screen, recording, report, broken));
            }
            CompletableFuture<Void> allShown = ended.all().thenCompose(it -> tally.settled(RECORDINGS.size()));
            CompletableFuture.anyOf(allShown, stop, broken, feed.over()).join();
            if (!allShown.isDone()) {
                return stop.isDone() ? 0 : 1;
            }
            screen.line("");
            screen.line(Palette.good(screen, tally.summary()));
            if (!endsByItself()) {
                screen.line("The server goes on: place another call with ./sidetone simulate call --recording hello"
                        + " --url " + voice + " --auth-token " + secrets.authToken() + " (Ctrl-C ends it)");
                stop.join();
            }
            return tally.allWell() ? 0 : 1;
        }
    }

    private static FeedFollower follower(Sidetone server, Screen screen, CountDownFuture ended) {
        ObjectNode everything = ApiClient.JSON
                .createObjectNode()
                .put("name", "demo")
                .put("topic", "calls")
                .put("interims", "all")
                .put("finals", "all");
        MissedWords missed = new MissedWords(new ApiClient(server.publicUrl(), server.dashboardToken()), call -> true);
        return new FeedFollower(
                Address.moved(FEED, server.publicUrl()),
                server.dashboardToken(),
                everything,
                new LiveTail(screen, missed, callId -> ended.countDown(), true),
                System::nanoTime);
    }

    private static CallPlan plan(URI voice, Recording recording) {
        String query = "?language=" + recording.language() + "&label.recording=" + recording.name();
        return CallPlan.of(new Target.VoiceUrl(URI.create(voice + query)), recording.audio())
                .answeredAfter(RINGS_FOR);
    }

    private boolean endsByItself() {
        return once == null ? !Terminal.isThere() : once;
    }

    private static void received(Screen screen, DemoTally tally, ReceivedEvent event) {
        screen.line(Palette.dim(
                screen, (event.verified() ? "  webhook verified  " : "  webhook REFUSED   ") + EventLine.of(event)));
        tally.count(event);
    }

    private static void introduce(Screen screen, Sidetone server, DeepgramEmulator emulator, WebhookListener listener) {
        screen.line(
                "Sidetone takes calls at " + server.publicUrl() + "/twilio/voice, dashboards at /api/v1/dashboard/ws");
        screen.line("Deepgram is emulated at " + emulator.url() + ", webhooks go to " + listener.url());
        screen.line("The dashboard, signed in (the link opens it once): " + server.signInLink());
        screen.line("A technician and an agent on three calls; … marks what is still being guessed");
        screen.line("");
    }

    private Settings settings(DemoSecrets secrets, URI deepgram, URI webhook, Path data) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("http.host", "127.0.0.1");
        given.put("http.port", String.valueOf(FreePort.orAny(8080)));
        given.put("management.port", String.valueOf(FreePort.orAny(9090)));
        given.put("twilio.account-sid", DemoSecrets.ACCOUNT_SID);
        given.put("twilio.auth-token", secrets.authToken());
        given.put("twilio.resume-seconds", "0"); // nothing is cut here, and nobody's account is asked
        given.put("answer.dial.number", "+15005550010");
        given.put("answer.roles.inbound", "technician");
        given.put("answer.roles.outbound", "agent");
        given.put("webhook.url", webhook.toString());
        given.put("webhook.secret", secrets.webhookSecret());
        given.put(
                "webhook.events",
                "call.started,leg.started,transcript.final,utterance.completed,fault,leg.ended,call.ended");
        given.put("dashboard.token", secrets.dashboardToken());
        given.put("data.dir", data.toString());
        given.put("data.ballast-mib", "0"); // gone in a minute
        if (!live) {
            given.put("deepgram.url", deepgram.toString());
            given.put("deepgram.api-key", "demo");
        }
        return Settings.read(new Sources(given, live ? onlyDeepgramKey() : Map.of(), null));
    }

    /** The demo is the same wherever it runs; of the environment it needs nothing but the key. */
    private static Map<String, String> onlyDeepgramKey() {
        String key = System.getenv("DEEPGRAM_API_KEY");
        return key == null ? Map.of() : Map.of("DEEPGRAM_API_KEY", key);
    }

    /** A call that broke has no end to wait for. */
    private static void notePoorEnd(
            Screen screen, String recording, CallReport report, CompletableFuture<Void> broken) {
        if (!(report.outcome() instanceof Outcome.Completed)) {
            screen.line(recording + ": the call did not go well: " + report.outcome());
            broken.complete(null);
        }
    }
}
