package io.sidetone.sim.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sidetone.server.Pem;
import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.sim.load.LoadProgress.Phase;
import io.sidetone.sim.twilio.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads on a whole server over sockets, and on one that a relay breaks: a judge that never says no is none. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LoadTest {
    private static final int CALLS = 3;
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path data = Path.of("");

    private final List<LoadProgress> progress = new ArrayList<>();
    private SpoilingRelay.@Nullable Spoiled lastSpoiled;

    @ParameterizedTest
    @ValueSource(strings = {"linear16", "mulaw"})
    void aSoundBridgeIsExact(String encoding) throws Exception {
        LoadReport report = load(Spoiling.NOTHING, Map.of("deepgram.encoding", encoding), null);

        assertThat(report.calls()).isEqualTo(new CallsMade(CALLS, CALLS, Map.of()));
        assertThat(report.audio().exact()).as("%s", report.audio()).isTrue();
        assertThat(report.audio().received()).isEqualTo(report.audio().sent()).isPositive();
        assertThat(report.upstream().connections()).isEqualTo(CALLS * 2L);
        assertThat(report.upstream().open() + report.upstream().broken()).isZero();
        assertThat(report.finals().exact()).as("%s", report.finals()).isTrue();
        assertThat(report.finals().delivered()).isGreaterThanOrEqualTo(CALLS * 2L);
        assertThat(report.verdict().outcome()).isNotEqualTo(Verdict.Outcome.INEXACT);
    }

    @Test
    void allIsMeasuredWhileItRuns() throws Exception {
        LoadReport report = load(Spoiling.NOTHING, Map.of(), null);

        LoadReport.Latencies latencies = report.latencies();
        assertThat(latencies.audio().count()).isPositive();
        assertThat(latencies.lag().count()).isPositive();
        assertThat(latencies.newest().count())
                .isPositive()
                .isLessThan(latencies.audio().count());
        assertThat(latencies.finals().count()).isPositive();
        assertThat(report.messageMs()).isBetween(20.0, 60.0); // speech.chunk-ms, less where the server is late
        assertThat(report.cost().cores()).isNotNull();
        assertThat(progress).extracting(LoadProgress::phase).contains(Phase.STEADY);
        assertThat(progress).allSatisfy(it -> assertThat(it.lost()).isZero());
    }

    @ParameterizedTest
    @EnumSource(value = Spoiling.class, mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void oneSpoiledMessageIsFound(Spoiling spoiling) throws Exception {
        LoadReport report = load(spoiling, Map.of(), null);

        SpoilingRelay.Spoiled spoiled = requireNonNull(lastSpoiled);
        AudioCounts audio = report.audio();
        int chunks = spoiled.frame().chunks();
        assertThat(report.verdict().outcome()).isEqualTo(Verdict.Outcome.INEXACT);
        switch (spoiling) {
            case FLIP -> assertThat(audio).isEqualTo(counts(audio.sent(), 0, 0, 0, 0, 1));
            case DROP -> assertThat(audio).isEqualTo(counts(audio.sent(), chunks, 0, 0, 0, 0));
            case DUPLICATE -> assertThat(audio).isEqualTo(counts(audio.sent(), 0, chunks, 0, 0, 0));
            case SWAP ->
                assertThat(audio)
                        .isEqualTo(counts(audio.sent(), 0, 0, spoiled.held().chunks(), 0, 0));
            case MIX ->
                assertThat(audio)
                        .isEqualTo(counts(
                                audio.sent(), chunks, 0, 0, spoiled.others().chunks(), 0));
            case CUT -> assertThat(audio.wrongBytes()).isPositive();
            case NOTHING -> throw new AssertionError();
        }
    }

    /** In chunks. */
    private static AudioCounts counts(
            long sent, long lost, long duplicate, long outOfOrder, long mixed, long wrongBytes) {
        return new AudioCounts(sent, sent - lost, lost, duplicate, outOfOrder, mixed, wrongBytes, 0);
    }

    @Test
    void aServerThatAsksForSignaturesTakesSignedCallsOnly() throws Exception {
        Map<String, String> signed = Map.of("twilio.auth-token", TOKEN, "twilio.account-sid", CallText.ACCOUNT);

        assertThat(load(Spoiling.NOTHING, signed, TOKEN).audio().exact()).isTrue();

        LoadReport refused = load(Spoiling.NOTHING, signed, null);
        assertThat(refused.calls().failures()).containsExactly(Map.entry("refused with HTTP 403", CALLS));
        assertThat(refused.audio().exact()).isFalse();
        assertThat(refused.verdict().outcome()).isEqualTo(Verdict.Outcome.INEXACT);
    }

    @Test
    void aCertificateOfTheServersOwnCanBeTrusted() throws Exception {
        Pair pem = pair();
        Map<String, String> tls = Map.of(
                "http.tls.certificate", pem.certificate().toString(),
                "http.tls.key", pem.key().toString());

        assertThat(load("wss", Spoiling.NOTHING, tls, null, Trust.in(pem.certificate()))
                        .audio()
                        .exact())
                .isTrue();

        LoadReport distrusted = load("wss", Spoiling.NOTHING, tls, null, Trust.USUAL);
        assertThat(distrusted.calls().failed()).isEqualTo(CALLS);
        assertThat(distrusted.calls().failures().keySet())
                .singleElement()
                .asString()
                .contains("certification path");
    }

    @Test
    void withTlsOnBothSidesItIsExactToo() throws Exception {
        Pair pem = pair();
        int port = freePort();
        LoadPlan plan = plan(URI.create("wss://localhost:" + port + "/twilio/media"), null);
        Map<String, String> tls = Map.of(
                "http.tls.certificate", pem.certificate().toString(),
                "http.tls.key", pem.key().toString(),
                "speech.trust", pem.certificate().toString());

        try (LoadRun run = LoadRun.open(
                        plan,
                        new LoadRun.Listening("127.0.0.1", 0, 0, pem.server()),
                        Trust.in(pem.certificate()),
                        7,
                        System::nanoTime);
                Sidetone server = server(port, run.vendorUrl(), run.webhookUrl(), tls)) {
            assertThat(run.vendorUrl()).hasScheme("wss");
            LoadReport report = run.run(progress::add);

            assertThat(report.calls()).isEqualTo(new CallsMade(CALLS, CALLS, Map.of()));
            assertThat(report.audio().exact()).as("%s", report.audio()).isTrue();
            assertThat(report.finals().exact()).as("%s", report.finals()).isTrue();
            assertThat(server.port()).isEqualTo(port);
        }
    }

    @Test
    void aVendorThatIsNotTrustedHearsNothing() throws Exception {
        Pair pem = pair();
        int port = freePort();
        LoadPlan plan = plan(URI.create("ws://localhost:" + port + "/twilio/media"), null, Duration.ofSeconds(1));

        try (LoadRun run = LoadRun.open(
                        plan,
                        new LoadRun.Listening("127.0.0.1", 0, 0, pem.server()),
                        Trust.USUAL,
                        7,
                        System::nanoTime);
                Sidetone server = server(port, run.vendorUrl(), run.webhookUrl(), Map.of())) {
            LoadReport report = run.run(progress::add);

            assertThat(report.audio().received()).isZero();
            assertThat(report.verdict().outcome()).isEqualTo(Verdict.Outcome.INEXACT);
            assertThat(server.port()).isEqualTo(port);
        }
    }

    @Test
    void whereNobodyListensNothingIsMeasured() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (LoadRun run = open(plan(URI.create("ws://127.0.0.1:" + port + "/"), null), 0, Trust.USUAL)) {
            assertThatThrownBy(() -> run.run(progress::add)).isInstanceOf(NothingListens.class);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        LoadPlan plan = plan(URI.create("ws://127.0.0.1:1/"), null);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> open(plan, taken.getLocalPort(), Trust.USUAL))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--deepgram-port")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    /** The files of a certificate for this machine. */
    private record Pair(Path certificate, Path key) {
        SslContext server() throws IOException {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .build();
        }
    }

    private Pair pair() throws IOException {
        Pair pair = new Pair(data.resolve("certificate.pem"), data.resolve("key.pem"));
        Pem.of("localhost", "127.0.0.1").write(pair.certificate(), pair.key());
        return pair;
    }

    /** The sinks first, then the server that is told of them, then the calls; as with the command, but in one process. */
    private LoadReport load(Spoiling spoiling, Map<String, String> settings, @Nullable String token) throws Exception {
        return load("ws", spoiling, settings, token, Trust.USUAL);
    }

    private LoadReport load(
            String scheme, Spoiling spoiling, Map<String, String> settings, @Nullable String token, Trust trust)
            throws Exception {
        int port = freePort();
        URI url = URI.create(scheme + "://localhost:" + port + "/twilio/media");
        try (LoadRun run = open(plan(url, token), 0, trust);
                SpoilingRelay relay = new SpoilingRelay(run.vendorUrl(), spoiling);
                Sidetone server = server(port, relay.url(), run.webhookUrl(), settings)) {
            assertThat(server.port()).isEqualTo(port);
            LoadReport report = run.run(progress::add);
            lastSpoiled = relay.spoiled();
            return report;
        }
    }

    private static LoadRun open(LoadPlan plan, int vendorPort, Trust trust) throws IOException {
        return LoadRun.open(plan, new LoadRun.Listening("127.0.0.1", vendorPort, 0, null), trust, 7, System::nanoTime);
    }

    private static LoadPlan plan(URI url, @Nullable String token) {
        return plan(url, token, Duration.ofSeconds(20));
    }

    private static LoadPlan plan(URI url, @Nullable String token, Duration drain) {
        return new LoadPlan(
                url,
                null,
                token,
                CALLS,
                new LoadPlan.Timing(100, Duration.ofMillis(300), Duration.ofMillis(1_500), drain),
                new LoadPlan.Media(20, 200, 400),
                new LoadPlan.Limits(100, 10, 4_096, 10_000),
                ProcessHandle.current().pid());
    }

    private Sidetone server(int port, URI vendor, URI webhook, Map<String, String> more) throws IOException {
        Map<String, String> given = new LinkedHashMap<>(Map.of(
                "http.host",
                "127.0.0.1",
                "http.port",
                Integer.toString(port),
                "http.public-url",
                "http://localhost:" + port,
                "management.port",
                "0",
                "deepgram.url",
                vendor.toString(),
                "deepgram.api-key",
                "test-key",
                "webhook.url",
                webhook.toString(),
                "webhook.secret",
                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "dashboard.token",
                "a-token-for-tests-only",
                "data.dir",
                data.resolve(Integer.toString(port)).toString()));
        given.putAll(more);
        if (more.containsKey("http.tls.key")) {
            given.put("http.public-url", "https://localhost:" + port);
        }
        return Sidetone.start(Settings.read(new Sources(given, Map.of(), null)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
