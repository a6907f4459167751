package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sidetone.redaction.Redaction;
import io.sidetone.settings.Settings.Retry;
import io.sidetone.settings.Settings.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookGroupTest {
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void oneReceiverNeedsNoFileAndNoName() {
        Settings settings = read(Map.of(
                "webhook.url", "https://nlu.example/hook?tenant=7",
                "webhook.secret", SECRET.substring("whsec_".length()),
                "webhook.include", "words"));

        assertThat(settings.webhooks())
                .containsExactly(new Webhook(
                        "webhook",
                        URI.create("https://nlu.example/hook?tenant=7"),
                        List.of(new Secret(SECRET)),
                        List.of("call.started", "transcript.final", "call.ended"),
                        Settings.Filter.NONE,
                        Set.of("words"),
                        new Retry(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(3), 3),
                        Duration.ofSeconds(10),
                        64,
                        List.of(),
                        false,
                        Redaction.OFF));
    }

    @Test
    void twoSecretsMayBeValidWhileOneReplacesTheOther() throws IOException {
        String newer = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
        List<Secret> both = List.of(new Secret(newer), new Secret(SECRET));

        Settings one = read(Map.of("webhook.url", "https://a.example", "webhook.secret", newer + "," + SECRET));
        Settings listed = Settings.read(
                sources("webhooks: [{name: a, url: https://a.example, secret: [%s, %s]}]".formatted(newer, SECRET)));

        assertThat(one.webhooks().get(0).secrets()).isEqualTo(both);
        assertThat(listed.webhooks().get(0).secrets()).isEqualTo(both);
        String third = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(problems(Map.of(
                        "webhook.url", "https://a.example", "webhook.secret", newer + "," + SECRET + "," + third)))
                .singleElement()
                .asString()
                .contains("one secret, or two while you change over");
    }

    @Test
    void aReceiverMayTakeSomeRolesAndLabelsOnly() throws IOException {
        Settings settings = Settings.read(sources("""
                webhooks:
                  - name: nlu
                    url: https://nlu.example
                    secret: %s
                    filter: {roles: [caller], labels: [queue=support, site=a=b]}
                    concurrency: 8
                    allow-networks: [169.254.10.0/24, "fe80::/64"]
                    conflict-is-delivered: true
                """.formatted(SECRET)));

        Webhook webhook = settings.webhooks().get(0);
        assertThat(webhook.filter())
                .isEqualTo(new Settings.Filter(Set.of("caller"), Map.of("queue", "support", "site", "a=b")));
        assertThat(webhook.concurrency()).isEqualTo(8);
        assertThat(webhook.allowNetworks()).containsExactly("169.254.10.0/24", "fe80::/64");
        assertThat(webhook.conflictIsDelivered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter: {labels: [queue]}",
                "filter: {labels: [a=1, a=2]}",
                "concurrency: 257",
                "concurrency: 0",
                "allow-networks: [169.254.10.0]",
                "allow-networks: [169.254.10.0/33]",
                "allow-networks: [nlu.example/24]",
                "timeout-seconds: 31"
            })
    void whatCannotBeIsNamed(String setting) throws IOException {
        Sources sources =
                sources("webhooks: [{name: a, url: https://a.example, secret: %s, %s}]".formatted(SECRET, setting));

        BadSettings bad = catchThrowableOfType(BadSettings.class, () -> Settings.read(sources));

        assertThat(bad.problems())
                .singleElement()
                .asString()
                .startsWith("webhooks[0]."
                        + setting.replaceAll("filter: \\{(\\w+).*", "filter.$1").replaceAll(":.*", ""));
    }

    @Test
    void theFileListsAnyNumber() throws IOException {
        Settings settings = Settings.read(sources("""
                webhooks:
                  - {name: nlu, url: "http://localhost:9", secret: %1$s, events: [utterance.completed], timeout-seconds: 3}
                  - name: crm
                    url: https://crm.example
                    secret: %1$s
                    order: call
                    retry: {base-ms: 50, cap-seconds: 2, max-age-hours: 1, refused-attempts: 5}
                """.formatted(SECRET)));

        assertThat(settings.webhooks()).extracting(Webhook::name).containsExactly("nlu", "crm");
        assertThat(settings.webhooks().get(0).events()).containsExactly("utterance.completed");
        assertThat(settings.webhooks().get(0).timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.webhooks().get(1).retry())
                .isEqualTo(new Retry(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofHours(1), 5));
        assertThat(settings.describe()).contains("webhooks[1].retry.base-ms = 50 [file line 7]");
    }

    @Test
    void whatIsMissingOrTwiceOrUnknownIsTold() throws IOException {
        BadSettings bad = catchThrowableOfType(BadSettings.class, () -> Settings.read(sources("""
                webhooks:
                  - {name: a, url: https://a.example, secret: %1$s, events: [transcript.interim], ordre: call}
                  - {name: b, url: https://b.example, secret: %1$s}
                  - {name: b, url: https://c.example, secret: %1$s, order: leg}
                  - {url: https://c.example}
                  - nlu
                """.formatted(SECRET))));

        assertThat(bad.problems())
                .extracting(problem -> problem.replaceFirst(" \\(expected.*", ""))
                .containsExactly(
                        "webhooks[4]: not a mapping [file line 6]",
                        "webhooks[0].ordre: unknown [file line 2]",
                        "webhooks[0].events: 'transcript.interim' [file line 2]",
                        "webhooks[2].order: 'leg' [file line 4]",
                        "webhooks[2].name: 'b' [file line 4]",
                        "webhooks[3].name: not set",
                        "webhooks[3].secret: not set",
                        "webhooks[4].name: not set",
                        "webhooks[4].url: not set",
                        "webhooks[4].secret: not set");
        assertThat(bad.problems().get(1)).endsWith("(expected: a known name; the nearest is webhooks[0].order)");
    }

    @Test
    void aSecretWithoutAnAddressIsTold() {
        assertThat(problems(Map.of("webhook.secret", SECRET)))
                .singleElement()
                .asString()
                .startsWith("webhook.url: not set");
    }

    @Test
    void oneAndAListContradict() throws IOException {
        Sources sources = sources("webhooks: [{name: a, url: https://a.example, secret: " + SECRET + "}]\n"
                + "webhook: {url: https://a.example, secret: " + SECRET + "}\n");

        assertThat(catchThrowableOfType(BadSettings.class, () -> Settings.read(sources))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("webhook.url: 'https://a.example' [file line 2] (expected: either webhook.* or the list");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 65})
    void keysOfAnyOtherLengthAreRefused(int bytes) {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);

        assertThat(problems(Map.of("webhook.url", "https://a.example", "webhook.secret", secret)))
                .singleElement()
                .asString()
                .contains("openssl rand -base64 32");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 64})
    void keysOfTheRightLengthAreTaken(int bytes) {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);

        assertThat(read(Map.of("webhook.url", "https://a.example", "webhook.secret", secret))
                        .webhooks())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example",
                "https:///hook",
                "https://u@a.example",
                "a.example/hook",
                "https://a b",
                "https://a.example/#x",
                "https://a.example:99999"
            })
    void addressesThatCannotBePostedToAreRefused(String url) {
        assertThat(problems(Map.of("webhook.url", url, "webhook.secret", SECRET)))
                .hasSize(1);
    }

    private Sources sources(String yaml) throws IOException {
        return new Sources(
                Map.of("deepgram.api-key", "k"), Map.of(), Files.writeString(folder.resolve("sidetone.yaml"), yaml));
    }

    private static List<String> problems(Map<String, String> flags) {
        return catchThrowableOfType(BadSettings.class, () -> read(flags)).problems();
    }

    private static Settings read(Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.put("deepgram.api-key", "k");
        return Settings.read(new Sources(all, Map.of(), null));
    }
}
