package io.sidetone;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sidetone.sim.load.LoadJson;
import io.sidetone.sim.load.LoadPlan;
import io.sidetone.sim.load.LoadReport;
import io.sidetone.sim.load.LoadRun;
import io.sidetone.sim.load.NothingListens;
import io.sidetone.sim.load.Verdict;
import io.sidetone.sim.twilio.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone simulate load}. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Places many calls at once on any bridge from Twilio to Deepgram, and judges whether it bore them.",
            "",
            "It plays Twilio, Deepgram and the webhook itself, in a process of its own, and needs no other part. Every"
                    + " chunk of audio says whose it is, so each byte that comes to the vendor is compared with what"
                    + " was sent. Start the server against it with",
            "  sidetone serve -s deepgram.url=ws://127.0.0.1:9100 -s deepgram.api-key=any"
                    + " -s webhook.url=http://127.0.0.1:9200/ -s limits.connections-per-address=10000",
            "",
            "Latencies: audio is every chunk, from its sending to the arrival of its last byte at the vendor; newest is only"
                    + " the newest chunk of each upstream message, without the wait for the message to fill. The tool"
                    + " states its own lag, against its plan: a run in which it was late itself says nothing of the"
                    + " bridge's latency. A Java server wants 20 s or more to warm up.",
            "",
            "Exit status: 0 sustained (every byte exact, latency within its limit), 1 not, 2 usage, 3 nothing listens."
        })
final class SimulateLoadCommand implements Callable<Integer> {
    private static final int EXIT_NOT_SUSTAINED = 1;
    private static final int EXIT_NOTHING_LISTENS = 3;
    /** Of runs that a bridge may still remember. */
    private static final int RUNS = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Option(
            names = "--url",
            defaultValue = "ws://127.0.0.1:8080/twilio/media",
            description = "the bridge's media URL, ws or wss (default: ${DEFAULT-VALUE})")
    private URI url = URI.create("");

    @Option(names = "--calls", defaultValue = "100", description = "calls at once (default: ${DEFAULT-VALUE})")
    private int calls;

    @Option(
            names = "--ramp",
            paramLabel = "CALLS",
            defaultValue = "100",
            description = "calls opened per second (default: ${DEFAULT-VALUE})")
    private double ramp;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "from the last call's opening to the first measurement (default: ${DEFAULT-VALUE})")
    private double warm;

    @Option(
            names = "--steady",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "how long is measured (default: ${DEFAULT-VALUE})")
    private double steady;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long audio and finals under way are waited for at the end (default: ${DEFAULT-VALUE})")
    private double drain;

    @Option(
            names = "--pid",
            description = "the server's process on this machine: measures its processor time and memory")
    private @Nullable Long pid;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "";

    @Option(
            names = "--deepgram-port",
            defaultValue = "9100",
            description = "where it plays Deepgram, 0 for any free port (default: ${DEFAULT-VALUE})")
    private int deepgramPort;

    @Option(
            names = "--webhook-port",
            defaultValue = "9200",
            description = "where it receives webhooks, 0 for any free port (default: ${DEFAULT-VALUE})")
    private int webhookPort;

    @Option(
            names = "--deepgram-certificate",
            paramLabel = "FILE",
            description =
                    "PEM file with a certificate and its chain: the Deepgram that it plays speaks TLS, so that the"
                            + " bridge has it on both sides together with a wss --url; the bridge must trust it (Sidetone:"
                            + " speech.trust)")
    private @Nullable Path deepgramCertificate;

    @Option(
            names = "--deepgram-key",
            paramLabel = "FILE",
            description = "PEM file with the key of --deepgram-certificate, PKCS#8, without a password")
    private @Nullable Path deepgramKey;

    @Option(names = "--json", paramLabel = "FILE", description = "writes all figures there, one JSON object")
    private @Nullable Path json;

    @Option(
            names = "--auth-token",
            defaultValue = "${env:TWILIO_AUTH_TOKEN}",
            paramLabel = "TOKEN",
            description = "signs the upgrades (default: TWILIO_AUTH_TOKEN; without one nothing is signed)")
    private @Nullable String authToken;

    @Option(
            names = "--signed-as",
            paramLabel = "URL",
            description =
                    "the media URL as Twilio would call it, if it differs from --url: upgrades are signed for that")
    private @Nullable URI signedAs;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM file with a certificate, or its issuer's, that alone is trusted")
    private @Nullable Path trust;

    @Option(
            names = "--frame-ms",
            defaultValue = "20",
            description = "audio in one media message, 10 to 200 ms (default: ${DEFAULT-VALUE})")
    private int frameMs;

    @Option(
            names = "--interim-ms",
            defaultValue = "500",
            description = "audio between two interims of a leg (default: ${DEFAULT-VALUE})")
    private int interimMs;

    @Option(
            names = "--final-ms",
            defaultValue = "3000",
            description = "audio between two finals of a leg (default: ${DEFAULT-VALUE})")
    private int finalMs;

    @Option(
            names = "--max-latency-ms",
            defaultValue = "100",
            description = "the audio's 99th percentile must stay below this and the length of an upstream message"
                    + " together (default: ${DEFAULT-VALUE})")
    private double maxLatencyMs;

    @Option(
            names = "--max-lag-ms",
            defaultValue = "10",
            description =
                    "with more lag of its own, 99th percentile, the tool does not judge (default: ${DEFAULT-VALUE})")
    private double maxLagMs;

    @Option(
            names = "--max-backlog-kib",
            defaultValue = "4096",
            description = "what may wait for a bridge that does not read, per call; then the call counts as failed"
                    + " (default: ${DEFAULT-VALUE})")
    private int maxBacklogKib;

    @Option(
            names = "--answer-ms",
            defaultValue = "10000",
            description = "how long a connection, and then an upgrade, may take (default: ${DEFAULT-VALUE})")
    private int answerMs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogSetup.onlyWarnings();
        if (json != null && !Files.isDirectory(json.toAbsolutePath().resolveSibling(""))) {
            throw new IllegalArgumentException(
                    "--json: " + json + ": there is no such folder (expected: one to write in)");
        }
        PrintWriter out = spec.commandLine().getOut();
        LoadRun.Listening listening = new LoadRun.Listening(host, deepgramPort, webhookPort, vendorTls());
        Trust trusted = trust == null ? Trust.USUAL : Trust.in(trust);
        int number = new Random().nextInt(RUNS);
        try (LoadRun run = LoadRun.open(plan(), listening, trusted, number, System::nanoTime);
                StopSignals signals = StopSignals.listen()) {
            out.println("The server's settings: deepgram.url " + run.vendorUrl() + ", webhook.url " + run.webhookUrl());
            out.flush();
            signals.first().thenRun(run::stop);
            LoadLines lines = new LoadLines(out, spec.commandLine().getErr());
            LoadReport report = run.run(lines::progress);
            lines.report(report);
            if (json != null) {
                LoadJson.write(report, json);
            }
            return report.verdict().outcome() == Verdict.Outcome.SUSTAINED ? 0 : EXIT_NOT_SUSTAINED;
        } catch (NothingListens e) {
            spec.commandLine().getErr().println(e.getMessage());
            return EXIT_NOTHING_LISTENS;
        }
    }

    private @Nullable SslContext vendorTls() {
        if (deepgramCertificate == null && deepgramKey == null) {
            return null;
        }
        if (deepgramCertificate == null || deepgramKey == null) {
            throw new IllegalArgumentException(
                    "--deepgram-certificate, --deepgram-key: only one of them (expected: both)");
        }
        try {
            return SslContextBuilder.forServer(deepgramCertificate.toFile(), deepgramKey.toFile())
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--deepgram-certificate, --deepgram-key: " + e.getMessage()
                            + " (expected: a certificate and its key in PEM that this user may read)",
                    e);
        }
    }

    private LoadPlan plan() {
        String token = authToken == null || authToken.isBlank() ? null : authToken;
        return new LoadPlan(
                url,
                signedAs,
                token,
                calls,
                new LoadPlan.Timing(ramp, seconds(warm), seconds(steady), seconds(drain)),
                new LoadPlan.Media(frameMs, interimMs, finalMs),
                new LoadPlan.Limits(maxLatencyMs, maxLagMs, maxBacklogKib, answerMs),
                pid);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
