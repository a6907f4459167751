package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sidetone.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionGroupTest {
    private static final String WEBHOOK =
            "webhooks: [{name: a, url: https://a.example, secret: whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void nothingIsMaskedUnlessItIsAskedFor() throws IOException {
        Settings settings = read(WEBHOOK + "}]");

        assertThat(settings.redaction()).isEqualTo(Redaction.OFF);
        assertThat(settings.webhooks().get(0).redact()).isEqualTo(Redaction.OFF);
    }

    @Test
    void eachKindIsSwitchedOnByItself() throws IOException {
        Redaction rules = read("""
                redaction:
                  cards: true
                  patterns: ['account=AC=[0-9]{2,6}', "site = x"]
                """).redaction();

        assertThat(rules.cards()).isTrue();
        assertThat(rules.emails()).isFalse();
        assertThat(rules.phones()).isFalse();
        assertThat(rules.patterns().keySet()).containsExactly("account", "site");
        assertThat(rules.patterns().get("account")).asString().isEqualTo("AC=[0-9]{2,6}");
    }

    @Test
    void inTheEnvironmentAPatternMayHaveCommas() {
        Settings settings = Settings.read(new Sources(
                Map.of("deepgram.api-key", "k"), Map.of("SIDETONE_REDACTION_PATTERNS", "account=AC[0-9]{2,6}"), null));

        assertThat(settings.redaction().patterns()).containsOnlyKeys("account");
    }

    @Test
    void aBadPatternIsToldWithItsNameAndThePlace() throws IOException {
        assertThat(problems("""
                redaction:
                  patterns:
                    - account=AC([0-9
                    - a1=x
                    - card=x
                    - site=x
                    - site=y
                """))
                .containsExactly(
                        "redaction.patterns: the pattern account cannot be read: Unclosed character class, at character"
                                + " 7 of its expression [file line 2] (expected: a regular expression as Java has"
                                + " them)",
                        "redaction.patterns: 'a1' before the = [file line 2] (expected: " + Redaction.EXPECTED_NAME
                                + ")",
                        "redaction.patterns: 'card' before the = [file line 2] (expected: " + Redaction.EXPECTED_NAME
                                + ")",
                        "redaction.patterns: a second pattern named site [file line 2] (expected: a name for each)");
        assertThat(problems("redaction: {patterns: [justtext]}"))
                .singleElement()
                .asString()
                .startsWith("redaction.patterns: 'justtext' [file line 1] (expected: a list, each name=expression");
    }

    @Test
    void aReceiverMayBeShownLess() throws IOException {
        Settings settings = read("redaction: {emails: true, patterns: [site=x]}\n" + WEBHOOK
                + ", redact: {cards: true, emails: true, phones: false, patterns: [account=y, site=x]}}]");

        Redaction redact = settings.webhooks().get(0).redact();
        assertThat(redact.cards()).isTrue();
        assertThat(redact.phones()).isFalse();
        assertThat(redact.patterns().keySet()).containsExactly("account", "site");
        assertThat(settings.describe()).contains("webhooks[0].redact.cards = true [file line 2]");
    }

    @Test
    void noReceiverIsShownMore() throws IOException {
        assertThat(problems("redaction: {cards: true, phones: true, patterns: [site=x]}\n" + WEBHOOK
                        + ", redact: {cards: false, phones: true, patterns: [site=y]}}]"))
                .containsExactly(
                        "webhooks[0].redact.cards: 'false' [file line 2] (expected: true or nothing: redaction.cards"
                                + " masks the journal, and a receiver may be shown less than it, never more)",
                        "webhooks[0].redact.patterns: a second pattern named site [file line 2] (expected: a name for"
                                + " each)");
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(BadSettings.class, () -> read(yaml)).problems();
    }

    private Settings read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("sidetone.yaml"), yaml + "\n");
        return Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), file));
    }
}
