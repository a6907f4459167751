package io.sidetone.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sidetone.settings.Secret;
import io.sidetone.settings.Settings;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import io.sidetone.speech.VendorTrust;
import io.sidetone.speech.assemblyai.AssemblyAiSettings;
import io.sidetone.speech.assemblyai.AssemblyAiSpeechToText;
import io.sidetone.speech.deepgram.DeepgramPrerecorded;
import io.sidetone.speech.deepgram.DeepgramSettings;
import io.sidetone.speech.deepgram.DeepgramSpeechToText;
import io.sidetone.speech.lasting.AudioBudget;
import io.sidetone.speech.lasting.LastingRules;
import io.sidetone.speech.lasting.LastingSpeech;
import io.sidetone.speech.lasting.Provider;
import io.sidetone.speech.lasting.RetryPolicy;
import io.sidetone.speech.lasting.Spill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Joins the providers of the settings, in their order, into one speech-to-text that outlives their troubles. */
final class SpeechWiring implements AutoCloseable {
    private final Settings settings;
    private final MeterRegistry meters;
    private final Ticks ticks;
    private final Transport transport;
    private final VendorTrust trust;
    private @Nullable Spill spill; // null: nothing goes to the disk
    private final List<DeepgramPrerecorded> clients = new ArrayList<>();

    /** @throws CannotStart if the certificates that are to be trusted cannot be read */
    SpeechWiring(Settings settings, MeterRegistry meters, Ticks ticks, Loops loops) {
        this.settings = settings;
        this.meters = meters;
        this.ticks = ticks;
        this.trust = trust(settings.speech().trust());
        this.transport = transport(loops, trust);
    }

    private static VendorTrust trust(@Nullable Path more) {
        try {
            return more == null ? VendorTrust.usual() : VendorTrust.and(more);
        } catch (IOException e) {
            throw new CannotStart(
                    "speech.trust: " + more + " cannot be used: " + e
                            + " (expected: a PEM file with certificates that this user may read)",
                    e);
        }
    }

    private static Transport transport(Loops loops, VendorTrust trust) {
        try {
            SslContext tls = SslContextBuilder.forClient()
                    .trustManager(trust.managers())
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
            return new Transport(loops.clients(), loops.names(), tls);
        } catch (SSLException e) {
            throw new CannotStart("this Java has no TLS: " + e.getMessage(), e);
        }
    }

    /** @throws CannotStart if the folder for audio that waits cannot be used */
    LastingSpeech open() {
        spill = spill(settings);
        return new LastingSpeech(
                settings.providers().stream().map(this::provider).toList(),
                rules(),
                new AudioBudget(settings.speech().keeping().totalBytes()),
                spill,
                ticks,
                new Random(),
                meters);
    }

    /** One provider's streams, as they are: they end with their connection. */
    SpeechToText streams(Settings.Provider entry) {
        return switch (entry.kind()) {
            case DEEPGRAM -> new DeepgramSpeechToText(deepgram(entry), transport, ticks, meters);
            case ASSEMBLYAI -> new AssemblyAiSpeechToText(assemblyAi(entry), transport, ticks, meters);
        };
    }

    private Provider provider(Settings.Provider entry) {
        return switch (entry.kind()) {
            case DEEPGRAM -> new Provider(entry.name(), streams(entry), prerecorded(entry), false);
            case ASSEMBLYAI -> new Provider(entry.name(), streams(entry), null, true); // whole files take it minutes
        };
    }

    private DeepgramPrerecorded prerecorded(Settings.Provider entry) {
        Settings.Deepgram it = settings.deepgram();
        DeepgramPrerecorded.Limits limits = new DeepgramPrerecorded.Limits(it.prerecorded(), it.prerecordedAtOnce());
        DeepgramPrerecorded client = new DeepgramPrerecorded(deepgram(entry), limits, trust, meters);
        clients.add(client);
        return client;
    }

    private DeepgramSettings deepgram(Settings.Provider entry) {
        Settings.Deepgram deepgram = settings.deepgram();
        Secret key = entry.apiKey();
        return new DeepgramSettings(
                entry.url(),
                key == null ? null : key::reveal,
                new DeepgramSettings.Listening(
                        deepgram.model(),
                        deepgram.language(),
                        deepgram.encoding().equals("mulaw")
                                ? DeepgramSettings.Encoding.MULAW
                                : DeepgramSettings.Encoding.LINEAR16,
                        deepgram.keyterms(),
                        deepgram.options()),
                new DeepgramSettings.Timing(
                        Duration.ofMillis(settings.speech().chunkMs()),
                        longestBacklog(),
                        deepgram.connect(),
                        deepgram.close(),
                        deepgram.keepAlive(),
                        settings.speech().stuck(),
                        deepgram.catchUpRate()));
    }

    /** What a connection may be behind before it is given up; without a way to repair that is all that is kept. */
    private Duration longestBacklog() {
        Duration buffer = settings.speech().buffer();
        Duration least = settings.speech().keeping().catchUp().plusSeconds(15);
        return buffer.compareTo(least) > 0 ? buffer : least;
    }

    private LastingRules rules() {
        Settings.Keeping keeping = settings.speech().keeping();
        Map<String, LastingRules.Silence> silence = new HashMap<>();
        settings.speech().roles().forEach((role, it) -> {
            if (it.silence() != null) {
                silence.put(role, silence(it.silence()));
            }
        });
        return new LastingRules(
                keeping.streaming(),
                settings.speech().buffer(),
                keeping.catchUp(),
                keeping.repair(),
                keeping.repairAfterEnd(),
                keeping.finalizeOnSilence(),
                silence,
                silence(keeping.silence()),
                keeping.closeAfter(),
                keeping.attemptsAtOnce(),
                keeping.attemptsPerSecond(),
                RetryPolicy.DEFAULT);
    }

    private static LastingRules.Silence silence(String name) {
        return LastingRules.Silence.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Where kept audio goes that memory has no room for; null if it may not. */
    private static @Nullable Spill spill(Settings settings) {
        long bytes = settings.speech().keeping().spillBytes();
        if (bytes == 0) {
            return null;
        }
        try {
            return new Spill(settings.dataDir().resolve("spill"), bytes);
        } catch (UncheckedIOException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * AssemblyAI's settings at one host.
     *
     * @param provider of the kind {@code ASSEMBLYAI}
     */
    private AssemblyAiSettings assemblyAi(Settings.Provider provider) {
        Settings.AssemblyAi assemblyAi = settings.assemblyAi();
        AssemblyAiSettings.Timing usual = AssemblyAiSettings.Timing.DEFAULTS;
        Secret key = provider.apiKey();
        int chunkMs = settings.speech().chunkMs();
        return new AssemblyAiSettings(
                provider.url(),
                key == null ? null : key::reveal,
                new AssemblyAiSettings.Listening(
                        assemblyAi.model(),
                        assemblyAi.keyterms(),
                        assemblyAi.formatTurns(),
                        assemblyAi.minTurnSilence(),
                        assemblyAi.maxTurnSilence(),
                        assemblyAi.options()),
                new AssemblyAiSettings.Timing(
                        chunkMs >= AssemblyAiSettings.Timing.SHORTEST_CHUNK_MS
                                ? Duration.ofMillis(chunkMs)
                                : usual.chunk(),
                        longestBacklog(),
                        usual.connectTimeout(),
                        usual.closeDeadline(),
                        usual.keepAlive(),
                        settings.speech().stuck(),
                        usual.formattedWithin()));
    }

    @Override
    public void close() {
        clients.forEach(DeepgramPrerecorded::close);
        if (spill != null) {
            spill.close();
        }
    }
}
