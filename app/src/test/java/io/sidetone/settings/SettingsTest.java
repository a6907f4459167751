package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.settings.Settings.ForeignStreams;
import io.sidetone.settings.Settings.RoleOverride;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String KEY = "deepgram.api-key";
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    private @Nullable Path folder;

    @Test
    void withAKeyAloneEverythingHasItsDefault() {
        Settings settings = read(Map.of(), Map.of("DEEPGRAM_API_KEY", "dg"), null);

        assertThat(settings.http())
                .isEqualTo(new Settings.Http("127.0.0.1", 8080, URI.create("http://localhost:8080"), null, List.of()));
        assertThat(settings.management()).isEqualTo(new Settings.Management("127.0.0.1", 9090));
        assertThat(settings.twilio())
                .isEqualTo(new Settings.Twilio(
                        null,
                        List.of(),
                        ForeignStreams.OPEN,
                        URI.create("https://api.twilio.com"),
                        Duration.ofSeconds(10),
                        Settings.Separation.BOTH_TRACKS));
        assertThat(settings.answer())
                .isEqualTo(new Settings.Answer(
                        null, null, null, Duration.ofSeconds(20), null, null, "caller", "agent", Map.of()));
        assertThat(settings.speech())
                .isEqualTo(new Settings.Speech(
                        List.of("deepgram"),
                        60,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(8),
                        null,
                        new Settings.Keeping(
                                true,
                                256L << 20,
                                4L << 30,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(120),
                                Duration.ofSeconds(600),
                                true,
                                "keep-alive",
                                Duration.ofSeconds(30),
                                20,
                                20),
                        Map.of()));
        assertThat(settings.deepgram())
                .isEqualTo(new Settings.Deepgram(
                        URI.create("wss://api.deepgram.com"),
                        new Secret("dg"),
                        "nova-3",
                        "en",
                        "linear16",
                        Map.of(
                                "interim_results", List.of("true"),
                                "vad_events", List.of("true"),
                                "smart_format", List.of("true"),
                                "endpointing", List.of("300"),
                                "utterance_end_ms", List.of("1000")),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(4),
                        1.25,
                        Duration.ofSeconds(30),
                        10));
        assertThat(settings.utterance())
                .isEqualTo(new Settings.Utterance(Duration.ofSeconds(3), Duration.ofSeconds(20)));
        assertThat(settings.webhooks()).isEmpty();
        assertThat(settings.dashboard())
                .isEqualTo(new Settings.Dashboard(
                        null,
                        List.of(),
                        List.of(),
                        Duration.ofHours(12),
                        Duration.ofHours(2),
                        10,
                        new Settings.SignIn(5, Duration.ofMinutes(1), Duration.ofMinutes(15)),
                        List.of()));
        assertThat(settings.dataDir()).isEqualTo(Path.of("./data"));
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.limits())
                .isEqualTo(new Settings.Limits(
                        723,
                        8,
                        65_536,
                        65_536,
                        Duration.ofSeconds(10),
                        8_192,
                        20_000,
                        Duration.ofMinutes(5),
                        200,
                        100,
                        10,
                        Duration.ofMillis(100),
                        200,
                        64 << 20,
                        Runtime.getRuntime().availableProcessors(),
                        16,
                        64));
        assertThat(settings.log()).isEqualTo(new Settings.Log("auto", "info"));
    }

    @Test
    void aFlagBeatsTheEnvironmentAndTheEnvironmentBeatsTheFile() {
        String file = """
                http: {port: 1001}
                log: {level: warn, format: json}
                drain.seconds: 3
                """;
        Settings settings = read(
                Map.of("http.port", "3003", KEY, "k"),
                Map.of("SIDETONE_HTTP_PORT", "2002", "SIDETONE_LOG_LEVEL", "debug"),
                file);

        assertThat(settings.http().port()).isEqualTo(3003);
        assertThat(settings.log()).isEqualTo(new Settings.Log("json", "debug"));
        assertThat(settings.describe())
                .contains(
                        "http.port = 3003 [flag]",
                        "log.level = debug [environment SIDETONE_LOG_LEVEL]",
                        "log.format = json [file line 2]",
                        "drain.seconds = 3 [file line 3]",
                        "management.port = 9090 [default]");
    }

    @Test
    void anEmptyFlagTakesBackWhatWasSaidElsewhere() {
        Settings settings = read(
                Map.of(KEY, "k", "answer.announce", ""),
                Map.of("SIDETONE_ANSWER_ANNOUNCE", "Hello."),
                "answer: {announce: Hi.}");

        assertThat(settings.answer().announce()).isNull();
    }

    @Test
    void oneStartNamesEverythingThatIsWrong() {
        String file = """
                http:
                  port: 70000
                  hots: example.com
                speech:
                  chunk-ms: fast
                log: loud
                webhooks:
                  - name: nlu
                    url: ftp://nlu.example/hook
                """;

        assertThatThrownBy(() -> read(
                        Map.of("drain.second", "5"),
                        Map.of("SIDETONE_LOG_LEVL", "info", "SIDETONE_LIMITS_CALLS", "-1"),
                        file))
                .isInstanceOf(BadSettings.class)
                .hasMessage("""
                        Sidetone cannot start with these settings; please fix:
                          SIDETONE_LOG_LEVL: unknown [environment] (expected: a known name; the nearest is SIDETONE_LOG_LEVEL)
                          http.hots: unknown [file line 3] (expected: a known name; the nearest is http.host)
                          log: a value [file line 6] (expected: settings under it, such as log.format)
                          drain.second: unknown [flag] (expected: a known name; the nearest is drain.seconds)
                          http.port: '70000' [file line 2] (expected: a whole number from 0 to 65535)
                          speech.chunk-ms: 'fast' [file line 5] (expected: a whole number from 20 to 250)
                          deepgram.api-key: not set (expected: a key from console.deepgram.com, in DEEPGRAM_API_KEY; \
                        without one, run 'sidetone demo', or set deepgram.url to a server of your own or to 'sidetone \
                        simulate deepgram')
                          webhooks[0].url: 'ftp://nlu.example/hook' [file line 9] (expected: an address such as \
                        https://nlu.example.com/hook, with no user name)
                          webhooks[0].secret: not set (expected: whsec_ and 24 to 64 random bytes in base64; make one \
                        with: echo whsec_$(openssl rand -base64 32))
                          limits.calls: '-1' [environment SIDETONE_LIMITS_CALLS] (expected: a whole number from 1 to \
                        100000)""");
    }

    @Test
    void withATokenItListensEverywhereAndTakesSignedStreamsOnly() {
        Settings settings = read(
                Map.of(KEY, "k"),
                Map.of("TWILIO_AUTH_TOKEN", "new,old", "TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789ABCDEF"),
                null);

        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.twilio())
                .isEqualTo(new Settings.Twilio(
                        "AC0123456789abcdef0123456789ABCDEF",
                        List.of(new Secret("new"), new Secret("old")),
                        ForeignStreams.SIGNED,
                        URI.create("https://api.twilio.com"),
                        Duration.ofSeconds(10),
                        Settings.Separation.BOTH_TRACKS));
    }

    @Test
    void aStreamPerLegNeedsTheAccount() {
        Map<String, String> perLeg = Map.of(KEY, "k", "twilio.separation", "stream-per-leg");
        assertThat(problems(perLeg))
                .singleElement()
                .asString()
                .isEqualTo(
                        "twilio.separation: 'stream-per-leg' [flag] (expected: both-tracks, or twilio.account-sid and"
                                + " twilio.auth-token with it: the dialled leg's stream is started over Twilio's REST API)");

        Map<String, String> environment =
                Map.of("TWILIO_AUTH_TOKEN", "new", "TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789ABCDEF");
        assertThat(read(perLeg, environment, null).twilio().separation()).isEqualTo(Settings.Separation.STREAM_PER_LEG);
    }

    @Test
    void anotherHostWithoutATokenNeedsItSaidThatAnybodyMayComeIn() {
        assertThat(problems(Map.of(KEY, "k", "http.host", "0.0.0.0")))
                .singleElement()
                .asString()
                .startsWith("http.host: '0.0.0.0' [flag] (expected: 127.0.0.1 while there is no twilio.auth-token;");
        assertThat(problems(Map.of(KEY, "k", "http.host", "0.0.0.0", "twilio.foreign-streams", "refuse")))
                .hasSize(1);
        assertThat(read(Map.of(KEY, "k", "http.host", "0.0.0.0", "twilio.foreign-streams", "open"), Map.of(), null)
                        .http()
                        .host())
                .isEqualTo("0.0.0.0");
        for (String loopback : List.of("localhost", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1")) {
            assertThat(read(Map.of(KEY, "k", "http.host", loopback), Map.of(), null)
                            .http()
                            .host())
                    .isEqualTo(loopback.equals("[::1]") ? "::1" : loopback);
        }
        for (String outside : List.of("127.0.0.1.example.com", "10.0.0.1", "::", "myhost", "127.1.")) {
            assertThat(problems(Map.of(KEY, "k", "http.host", outside)))
                    .as(outside)
                    .hasSize(1);
        }
    }

    @Test
    void signaturesCannotBeAskedForWithoutAToken() {
        assertThat(problems(Map.of(KEY, "k", "twilio.foreign-streams", "signed")))
                .containsExactly("twilio.foreign-streams: 'signed' [flag] (expected: refuse or open while there is no "
                        + "twilio.auth-token to check signatures with)");
    }

    @Test
    void withoutAKeyOnlyAServerThatIsNotDeepgramsOwnWillDo() {
        Settings settings = read(Map.of("deepgram.url", "ws://localhost:7000/"), Map.of(), null);

        assertThat(settings.deepgram().apiKey()).isNull();
        assertThat(settings.deepgram().url()).isEqualTo(URI.create("ws://localhost:7000"));
        assertThat(problems(Map.of("deepgram.url", "wss://API.EU.deepgram.com")))
                .hasSize(1);
        assertThat(problems(Map.of("deepgram.url", "ws://api.deepgram.com", KEY, "k")))
                .hasSize(1);
        assertThat(read(Map.of("deepgram.url", "wss://notdeepgram.com"), Map.of(), null))
                .isNotNull();
    }

    @Test
    void rolesAndParametersHaveNamesOfTheOperatorsChoice() {
        String file = """
                answer:
                  roles: {inbound: technician}
                  parameters:
                    label: {team: north}
                    "job.id": 00421
                speech:
                  roles:
                    technician: {model: nova-3-general, keyterms: [compressor, flow sensor]}
                """;
        Settings settings = read(
                Map.of(KEY, "k", "speech.roles.agent.language", "fr"),
                Map.of("SIDETONE_ANSWER_PARAMETERS_SITE_NO", "7", "SIDETONE_SPEECH_ROLES_TECHNICIAN_LANGUAGE", "de"),
                file);

        assertThat(settings.answer().inboundRole()).isEqualTo("technician");
        assertThat(settings.answer().parameters())
                .isEqualTo(Map.of("label.team", "north", "job.id", "00421", "site_no", "7"));
        assertThat(settings.speech().roles())
                .isEqualTo(Map.of(
                        "technician",
                        new RoleOverride("de", "nova-3-general", List.of("compressor", "flow sensor"), null),
                        "agent",
                        new RoleOverride("fr", null, List.of(), null)));
    }

    @Test
    void aDialHasOneTargetAndOnlyADialHasAFallback() {
        Settings settings = read(
                Map.of(KEY, "k", "answer.dial.number", "+15550100", "answer.dial.fallback", "say:Sorry, try later."),
                Map.of(),
                null);

        assertThat(settings.answer().dialTarget()).isEqualTo("number:+15550100");
        assertThat(settings.answer().fallback()).isEqualTo("say:Sorry, try later.");
        assertThat(target("client", "jo")).isEqualTo("client:jo");
        assertThat(target("sip", "sip:jo@example.com")).isEqualTo("sip:jo@example.com");
        assertThat(target("queue", "support")).isEqualTo("queue:support");
        assertThat(problems(Map.of(KEY, "k", "answer.dial.number", "+15550100", "answer.dial.client", "jo")))
                .containsExactly(
                        "answer.dial.client: 'jo' [flag] (expected: one target at most, and answer.dial.number is"
                                + " set)");
        assertThat(problems(Map.of(KEY, "k", "answer.dial.fallback", "say:hello")))
                .hasSize(1);
    }

    private @Nullable String target(String kind, String value) {
        return read(Map.of(KEY, "k", "answer.dial." + kind, value), Map.of(), null)
                .answer()
                .dialTarget();
    }

    @Test
    void callsAreBoundedByMemory() {
        assertThat(LimitsGroup.calls(GIBIBYTE, Duration.ofSeconds(30))).isEqualTo(723);
        assertThat(LimitsGroup.calls(GIBIBYTE, Duration.ofSeconds(60))).isEqualTo(439);
        assertThat(LimitsGroup.calls(1, Duration.ofSeconds(30))).isEqualTo(10);
        assertThat(LimitsGroup.calls(Long.MAX_VALUE, Duration.ofSeconds(30))).isEqualTo(10_000);
    }

    @Test
    void thePublicAddressFollowsThePortAndLosesItsLastSlash() {
        assertThat(read(Map.of(KEY, "k", "http.port", "9000"), Map.of(), null)
                        .http()
                        .publicUrl())
                .isEqualTo(URI.create("http://localhost:9000"));
        assertThat(read(Map.of(KEY, "k", "http.public-url", "https://a.example/x/"), Map.of(), null)
                        .http()
                        .publicUrl())
                .isEqualTo(URI.create("https://a.example/x"));
        for (String bad : List.of(
                "calls.example", "https://", "https://a.example/?x", "wss://a.example", "https://u:p@a.example")) {
            assertThat(problems(Map.of(KEY, "k", "http.public-url", bad)))
                    .as(bad)
                    .hasSize(1);
        }
    }

    @Test
    void thePortsDiffer() {
        assertThat(problems(Map.of(KEY, "k", "management.port", "8080")))
                .containsExactly(
                        "management.port: '8080' [flag] (expected: another port than http.port, which is 8080 too)");
        assertThat(read(Map.of(KEY, "k", "http.port", "0", "management.port", "0"), Map.of(), null)
                        .http()
                        .port())
                .isZero();
    }

    private List<String> problems(Map<String, String> flags) {
        try {
            Settings settings = read(flags, Map.of(), null);
            throw new AssertionError("no problem with " + settings.describe());
        } catch (BadSettings e) {
            return e.problems();
        }
    }

    private Settings read(Map<String, String> flags, Map<String, String> environment, @Nullable String yaml) {
        return Settings.read(new Sources(flags, environment, yaml == null ? null : file(yaml)), GIBIBYTE);
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(java.util.Objects.requireNonNull(folder).resolve("sidetone.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
