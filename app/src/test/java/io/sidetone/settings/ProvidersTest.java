package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sidetone.settings.Settings.ProviderKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who transcribes, where, and with which key. */
class ProvidersTest {
    private static final URI DEEPGRAM = URI.create("wss://api.deepgram.com");
    private static final URI ASSEMBLYAI = URI.create("wss://streaming.assemblyai.com");

    @Test
    void theListKeepsItsOrder() {
        Settings settings = read("speech.provider=assemblyai,deepgram assemblyai.api-key=a deepgram.api-key=d");

        assertThat(settings.providers())
                .containsExactly(
                        new Settings.Provider("assemblyai", ProviderKind.ASSEMBLYAI, ASSEMBLYAI, new Secret("a")),
                        new Settings.Provider("deepgram", ProviderKind.DEEPGRAM, DEEPGRAM, new Secret("d")));
    }

    @Test
    void aFurtherHostHasItsOwnAddressAndPerhapsItsOwnKey() {
        Settings settings = read("speech.provider=deepgram,deepgram:eu,deepgram:own,assemblyai:eu"
                + " deepgram.api-key=d assemblyai.api-key=a"
                + " deepgram.hosts.eu.url=wss://api.eu.deepgram.com"
                + " deepgram.hosts.own.url=ws://10.0.0.1:8080 deepgram.hosts.own.api-key=o"
                + " assemblyai.hosts.eu.url=wss://streaming.eu.assemblyai.com");

        assertThat(settings.providers())
                .containsExactly(
                        new Settings.Provider("deepgram", ProviderKind.DEEPGRAM, DEEPGRAM, new Secret("d")),
                        new Settings.Provider(
                                "deepgram:eu",
                                ProviderKind.DEEPGRAM,
                                URI.create("wss://api.eu.deepgram.com"),
                                new Secret("d")),
                        new Settings.Provider(
                                "deepgram:own",
                                ProviderKind.DEEPGRAM,
                                URI.create("ws://10.0.0.1:8080"),
                                new Secret("o")),
                        new Settings.Provider(
                                "assemblyai:eu",
                                ProviderKind.ASSEMBLYAI,
                                URI.create("wss://streaming.eu.assemblyai.com"),
                                new Secret("a")));
        assertThat(settings.describe()).noneMatch(line -> line.contains("hosts.own.api-key = o"));
    }

    @Test
    void onlyAVendorThatIsNamedNeedsAKey() {
        assertThat(read("speech.provider=assemblyai assemblyai.api-key=a")
                        .deepgram()
                        .apiKey())
                .isNull();
        assertThat(read("speech.provider=assemblyai assemblyai.url=ws://localhost:9101")
                        .providers())
                .singleElement()
                .satisfies(provider -> assertThat(provider.apiKey()).isNull());
        assertThat(read("speech.provider=deepgram:eu deepgram.hosts.eu.url=wss://api.eu.deepgram.com"
                                + " deepgram.hosts.eu.api-key=e")
                        .providers())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deepgram.api-key | speech.provider=deepgram
            assemblyai.api-key | speech.provider=assemblyai
            assemblyai.api-key | speech.provider=deepgram,assemblyai deepgram.api-key=d
            deepgram.hosts.eu.api-key | speech.provider=deepgram:eu deepgram.hosts.eu.url=wss://api.eu.deepgram.com
            deepgram.hosts.eu.url | speech.provider=deepgram:eu deepgram.api-key=d
            deepgram.hosts.eu.url | speech.provider=deepgram:eu deepgram.hosts.eu.url=eu deepgram.api-key=d
            deepgram.hosts.eu.url | speech.provider=deepgram:eu deepgram.hosts.eu.url=ws://api.eu.deepgram.com deepgram.api-key=d
            assemblyai.url | speech.provider=assemblyai assemblyai.url=ws://streaming.assemblyai.com assemblyai.api-key=a
            speech.provider | speech.provider=google deepgram.api-key=d
            speech.provider | speech.provider=deepgram: deepgram.api-key=d
            assemblyai.model | assemblyai.model=nova-3 deepgram.api-key=d
            assemblyai.min-turn-silence-ms | assemblyai.min-turn-silence-ms=900 assemblyai.max-turn-silence-ms=800 deepgram.api-key=d
            assemblyai.options.format_turns | assemblyai.options.format_turns=true deepgram.api-key=d
            assemblyai.options.webhook_url | assemblyai.options.webhook_url=https://a.example deepgram.api-key=d
            assemblyai.options._customer_support_audio_capture | assemblyai.options._customer_support_audio_capture=true deepgram.api-key=d
            assemblyai.options.Bad-Name | assemblyai.options.Bad-Name=x deepgram.api-key=d
            """)
    void refuses(String setting, String flags) {
        BadSettings bad = catchThrowableOfType(BadSettings.class, () -> read(flags));

        assertThat(bad.problems()).singleElement().asString().startsWith(setting + ": ");
    }

    @Test
    void tooManyKeytermsAreRefused() {
        String terms = String.join(
                ",",
                java.util.stream.IntStream.range(0, 101).mapToObj(i -> "w" + i).toList());
        BadSettings bad =
                catchThrowableOfType(BadSettings.class, () -> read("deepgram.api-key=d assemblyai.keyterms=" + terms));

        assertThat(bad.problems())
                .singleElement()
                .asString()
                .contains("assemblyai.keyterms")
                .contains("101");
    }

    @Test
    void assemblyAiIsAskedForWhatTheSettingsSay() {
        Settings.AssemblyAi usual = read("deepgram.api-key=d").assemblyAi();
        assertThat(usual)
                .isEqualTo(new Settings.AssemblyAi(ASSEMBLYAI, null, null, List.of(), true, null, null, Map.of()));

        Settings.AssemblyAi own = read("deepgram.api-key=d assemblyai.model=u3-rt-pro assemblyai.keyterms=valve,pump"
                        + " assemblyai.format-turns=false assemblyai.min-turn-silence-ms=300"
                        + " assemblyai.max-turn-silence-ms=900 assemblyai.options.language_codes=[\"de\",\"en\"]")
                .assemblyAi();
        assertThat(own)
                .isEqualTo(new Settings.AssemblyAi(
                        ASSEMBLYAI,
                        null,
                        "u3-rt-pro",
                        List.of("valve", "pump"),
                        false,
                        Duration.ofMillis(300),
                        Duration.ofMillis(900),
                        Map.of("language_codes", "[\"de\",\"en\"]")));
    }

    @Test
    void hostsAndKeysMayStandInTheEnvironment(@TempDir Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "from-a-file\n");
        Settings settings = Settings.read(new Sources(
                Map.of(),
                Map.of(
                        "ASSEMBLYAI_API_KEY", "a",
                        "SIDETONE_SPEECH_PROVIDER", "assemblyai,deepgram:eu",
                        "SIDETONE_DEEPGRAM_HOSTS_EU_URL", "wss://api.eu.deepgram.com",
                        "SIDETONE_DEEPGRAM_HOSTS_EU_API_KEY_FILE", key.toString()),
                null));

        assertThat(settings.providers())
                .extracting(Settings.Provider::name, Settings.Provider::apiKey)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("assemblyai", new Secret("a")),
                        org.assertj.core.api.Assertions.tuple("deepgram:eu", new Secret("from-a-file")));
    }

    @Test
    void aMisspeltHostSettingIsNamed() {
        BadSettings bad = catchThrowableOfType(
                BadSettings.class, () -> read("deepgram.api-key=d deepgram.hosts.eu.uri=wss://a.example"));

        assertThat(bad.problems()).singleElement().asString().contains("deepgram.hosts.eu.url");
    }

    private static Settings read(String flags) {
        Map<String, String> all = new HashMap<>();
        for (String flag : flags.split(" ", -1)) {
            int equals = flag.indexOf('=');
            all.put(flag.substring(0, equals), flag.substring(equals + 1));
        }
        return Settings.read(new Sources(all, Map.of(), null));
    }
}
