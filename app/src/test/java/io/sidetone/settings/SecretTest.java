package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final String S3CRET = "s3cretS3CRETs3cretS3CRETs3cret";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aSecretShowsNothing() {
        assertThat(new Secret(S3CRET)).hasToString("(hidden)").isEqualTo(new Secret(S3CRET));
        assertThat(new Secret(S3CRET)).isNotEqualTo(new Secret("another")).hasSameHashCodeAs(new Secret("another"));
        assertThat(new Secret(S3CRET).reveal()).isEqualTo(S3CRET);
    }

    @Test
    void settingsInForceShowNoSecret() {
        Settings settings = read(Map.of(
                "deepgram.api-key", S3CRET,
                "twilio.auth-token", S3CRET + "," + S3CRET + "2",
                "dashboard.token", S3CRET,
                "webhook.url", "https://nlu.example/hook?key=" + S3CRET,
                "webhook.secret", "whsec_" + S3CRET + "ab"));

        assertThat(settings.toString()).doesNotContain("api-key = s3cret");
        assertThat(String.join("\n", settings.describe()))
                .doesNotContain("s3cret")
                .contains("twilio.auth-token = (hidden) [flag]", "webhook.url = https://nlu.example/hook?… [flag]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepgram.api-key", "twilio.auth-token", "dashboard.token", "webhook.secret"})
    void aProblemWithASecretDoesNotShowIt(String name) {
        List<String> problems =
                problems(Map.of(name, "s3cret with spaces", "webhook.url", "https://u:s3cret@a.example"));

        assertThat(problems).anyMatch(problem -> problem.startsWith(name + ": (hidden) [flag]"));
        assertThat(problems).anyMatch(problem -> problem.startsWith("webhook.url: 'https://…@a.example' [flag]"));
        assertThat(String.join("\n", problems)).doesNotContain("s3cret");
    }

    @Test
    void aSecretMayStandInAFileOfItsOwn() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"), "new\n\n  old \n");
        Path key = Files.writeString(folder.resolve("key"), "k\n");

        Settings settings =
                read(Map.of("twilio.auth-token-file", tokens.toString(), "deepgram.api-key-file", key.toString()));

        assertThat(settings.twilio().authTokens()).containsExactly(new Secret("new"), new Secret("old"));
        assertThat(settings.deepgram().apiKey()).isEqualTo(new Secret("k"));
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.describe()).contains("deepgram.api-key = (hidden) [flag]");
    }

    @Test
    void aSecretAndItsFileFromOneSourceContradict() {
        assertThat(problems(Map.of("deepgram.api-key", "k", "deepgram.api-key-file", "/nowhere")))
                .containsExactly(
                        "deepgram.api-key-file: set beside deepgram.api-key [flag] (expected: one of the two)");
    }

    @Test
    void theBetterSourceDecidesBetweenASecretAndItsFile() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "from-its-file");
        Map<String, String> environment =
                Map.of("DEEPGRAM_API_KEY", "vendor", "SIDETONE_DEEPGRAM_API_KEY_FILE", key.toString());

        assertThat(Settings.read(new Sources(Map.of(), environment, null))
                        .deepgram()
                        .apiKey())
                .isEqualTo(new Secret("from-its-file"));
        assertThat(Settings.read(new Sources(Map.of("deepgram.api-key", "flag"), environment, null))
                        .deepgram()
                        .apiKey())
                .isEqualTo(new Secret("flag"));
    }

    @Test
    void aFileWithoutASecretIsTold() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path several = Files.writeString(folder.resolve("several"), "a\nb\n");

        for (Path bad : List.of(empty, several, folder.resolve("missing"), folder)) {
            assertThat(problems(Map.of("deepgram.api-key-file", bad.toString())))
                    .singleElement()
                    .asString()
                    .contains("[flag] (expected: a file that can be read, with the secret in it");
        }
    }

    private static List<String> problems(Map<String, String> flags) {
        return catchThrowableOfType(BadSettings.class, () -> read(flags)).problems();
    }

    private static Settings read(Map<String, String> flags) {
        return Settings.read(new Sources(flags, Map.of(), null));
    }
}
