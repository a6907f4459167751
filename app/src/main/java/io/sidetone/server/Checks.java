package io.sidetone.server;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.sidetone.delivery.Ping;
import io.sidetone.delivery.Target;
import io.sidetone.delivery.ThreadTimer;
import io.sidetone.settings.Secret;
import io.sidetone.settings.Settings;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Proves what can be proven before the first call. Blocks; for a command's own thread. */
public final class Checks {
    private static final int SILENCE_BYTES = 800; // 100 ms
    private static final long PATIENCE_SECONDS = 20;
    private static final FrontDoor.Bounds BOUNDS = new FrontDoor.Bounds(4_096, Duration.ofSeconds(10));

    private final Settings settings;
    private final Wiring wiring;

    public Checks(Settings settings) {
        this.settings = settings;
        this.wiring = new Wiring(settings, new SimpleMeterRegistry(), Clock.systemUTC());
    }

    /**
     * What a check found.
     *
     * @param detail what was seen, or what to do
     */
    public record Finding(boolean ok, String what, String detail) {}

    /** Runs them all, telling each finding as it comes. Works beside a running server, and in place of one. */
    public void run(Consumer<Finding> tell) {
        MachineChecks machine = new MachineChecks(settings);
        tell.accept(machine.dataDirectory());
        tell.accept(machine.openFiles());
        tell.accept(machine.memory());
        Settings.Tls tls = settings.http().tls();
        if (tls != null) {
            tell.accept(CertificateCheck.run(
                    tls, settings.http().publicUrl(), Clock.systemUTC().instant()));
        }
        ways(tell);
        settings.providers().forEach(provider -> tell.accept(speech(provider)));
        tell.accept(new ClockCheck(Clock.systemUTC())
                .run(settings.providers().stream().map(Settings.Provider::url).toList()));
        webhooks().forEach(tell);
    }

    /** The ports, and the way to them from outside. */
    private void ways(Consumer<Finding> tell) {
        Settings.Http http = settings.http();
        Settings.Management management = settings.management();
        String running = RunningServer.instance(management.host(), management.port());
        if (running != null) {
            String detail = "a Sidetone runs here: its ports are taken by it, as they should be";
            tell.accept(new Finding(true, "http.port, management.port", detail));
            fromOutside(http.publicUrl(), running, tell);
            return;
        }
        try (Loops loops = Loops.open(1)) {
            tell.accept(managementPort(loops, management));
            try (TlsDoor tls = wiring.tls();
                    FrontDoor door = FrontDoor.bind("http", loops, BOUNDS, tls, http.host(), http.port())) {
                tell.accept(new Finding(true, "http.port", http.host() + ":" + door.port() + " is free"));
                URI publicUrl = Sidetone.publicUrl(http.publicUrl(), door.port());
                Instance here = Instance.random();
                door.serve(new CheckDoor(wiring.account(publicUrl), here).routes());
                fromOutside(publicUrl, here.id(), tell);
            } catch (CannotStart e) {
                tell.accept(new Finding(false, "http.port", String.valueOf(e.getMessage())));
            }
        }
    }

    private static Finding managementPort(Loops loops, Settings.Management management) {
        try (FrontDoor door = FrontDoor.bind("management", loops, BOUNDS, management.host(), management.port())) {
            return new Finding(true, "management.port", management.host() + ":" + door.port() + " is free");
        } catch (CannotStart e) {
            return new Finding(false, "management.port", String.valueOf(e.getMessage()));
        }
    }

    private void fromOutside(URI publicUrl, String instance, Consumer<Finding> tell) {
        tell.accept(scheme(publicUrl));
        List<Secret> tokens = settings.twilio().authTokens();
        String token = tokens.isEmpty() ? null : tokens.get(0).reveal();
        try (PublicUrlCheck outside = new PublicUrlCheck(publicUrl, token)) {
            outside.run(instance).forEach(tell);
        }
    }

    private Finding scheme(URI publicUrl) {
        boolean secure = "https".equals(publicUrl.getScheme());
        return new Finding(
                secure || settings.twilio().authTokens().isEmpty(),
                "http.public-url",
                publicUrl
                        + (secure
                                ? " gives wss:// in the answers to Twilio"
                                : " is not https: Twilio opens media streams over wss only; simulated calls work all the same"));
    }

    /** A real stream with the real key and options, for a tenth of a second of silence. */
    private Finding speech(Settings.Provider provider) {
        Ticks ticks = new Ticks();
        try (Loops loops = Loops.open(1)) {
            SpeechToText speech = new SpeechWiring(settings, new SimpleMeterRegistry(), ticks, loops).streams(provider);
            CompletableFuture<Finding> found = new CompletableFuture<>();
            EventLoop loop = loops.group().next();
            loop.execute(() -> listen(provider, speech, loop, found));
            return found.completeOnTimeout(
                            new Finding(
                                    false,
                                    provider.name(),
                                    "no answer within " + PATIENCE_SECONDS + " s; check the address " + provider.url()),
                            PATIENCE_SECONDS,
                            TimeUnit.SECONDS)
                    .join();
        } catch (CannotStart e) {
            return new Finding(false, provider.name(), String.valueOf(e.getMessage()));
        }
    }

    private static void listen(
            Settings.Provider provider, SpeechToText speech, EventLoop loop, CompletableFuture<Finding> found) {
        SpeechLeg leg = new SpeechLeg("check", "inbound", "check", SpeechOptions.DEFAULTS, loop);
        SpeechSession session = speech.open(leg, AudioFormat.MULAW_8K, event -> {
            if (event instanceof SpeechEvent.Opened opened) {
                found.complete(new Finding(
                        true,
                        provider.name(),
                        provider.url() + " takes the key and the options, model " + opened.model() + ", request id "
                                + opened.requestId()));
            } else if (event instanceof SpeechEvent.Fault fault) {
                found.complete(new Finding(false, provider.name(), fault.message()));
            }
        });
        byte[] silence = new byte[SILENCE_BYTES];
        Arrays.fill(silence, (byte) 0xFF);
        ByteBuf audio = Unpooled.wrappedBuffer(silence);
        session.audio(audio, 0);
        session.finish();
    }

    private List<Finding> webhooks() {
        List<Finding> findings = new ArrayList<>();
        try (ThreadTimer timer = new ThreadTimer()) {
            for (Target target : wiring.targets()) {
                Ping.Outcome outcome = Ping.send(target, wiring.deliverySurroundings(timer))
                        .toCompletableFuture()
                        .join();
                String detail = outcome.delivered()
                        ? "took a signed webhook.ping with " + outcome.status()
                        : "did not take a signed webhook.ping: " + outcome.detail();
                findings.add(new Finding(outcome.delivered(), target.toString(), detail));
            }
        }
        if (findings.isEmpty()) {
            findings.add(new Finding(true, "webhooks", "none: finals are kept and shown, and sent to nobody"));
        }
        return findings;
    }
}
