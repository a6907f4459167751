package io.sidetone.server;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.sidetone.delivery.Ping;
import io.sidetone.delivery.Target;
import io.sidetone.delivery.ThreadTimer;
import io.sidetone.settings.Settings;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Runs them all, telling each finding as it comes. */
    public void run(Consumer<Finding> tell) {
        tell.accept(dataDirectory());
        tell.accept(port("http", settings.http().host(), settings.http().port()));
        tell.accept(port(
                "management",
                settings.management().host(),
                settings.management().port()));
        tell.accept(publicUrl());
        tell.accept(signatures());
        settings.providers().forEach(provider -> tell.accept(speech(provider)));
        webhooks().forEach(tell);
    }

    private Finding dataDirectory() {
        Path dir = settings.dataDir().toAbsolutePath();
        try {
            Files.createDirectories(dir);
            Path probe = Files.createTempFile(dir, "check", null);
            Files.delete(probe);
            return new Finding(true, "data.dir", dir + " can be written");
        } catch (IOException e) {
            return new Finding(
                    false, "data.dir", dir + " cannot be written: " + e + "; make it writable or set data.dir");
        }
    }

    private static Finding port(String setting, String host, int port) {
        try (Loops loops = Loops.open(1);
                FrontDoor door = FrontDoor.bind(
                        setting, loops, new FrontDoor.Bounds(1_024, Duration.ofSeconds(1)), host, port)) {
            return new Finding(true, setting + ".port", host + ":" + door.port() + " is free");
        } catch (CannotStart e) {
            return new Finding(false, setting + ".port", String.valueOf(e.getMessage()));
        }
    }

    private Finding publicUrl() {
        boolean secure = "https".equals(settings.http().publicUrl().getScheme());
        return new Finding(
                secure || settings.twilio().authTokens().isEmpty(),
                "http.public-url",
                settings.http().publicUrl()
                        + (secure
                                ? " gives wss:// in the answers to Twilio"
                                : " is not https: Twilio opens media streams over wss only; simulated calls work all the same"));
    }

    private Finding signatures() {
        int tokens = settings.twilio().authTokens().size();
        return tokens == 0
                ? new Finding(
                        true,
                        "twilio.auth-token",
                        "none: nothing is verified, and the server stays on loopback; set it" + " before real calls")
                : new Finding(true, "twilio.auth-token", tokens + " token(s); requests are verified");
    }

    /** A real stream with the real key and options, for a tenth of a second of silence. */
    private Finding speech(Settings.Provider provider) {
        Ticks ticks = new Ticks();
        try (Loops loops = Loops.open(1)) {
            SpeechToText speech = new SpeechWiring(settings, new SimpleMeterRegistry(), ticks, wiring.transport(loops))
                    .streams(provider);
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
