package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sidetone.alerts.Alert;
import io.sidetone.alerts.Machine;
import io.sidetone.alerts.Severity;
import io.sidetone.alerts.Unfit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertGroupTest {
    @TempDir
    private Path folder = Path.of("");

    private Settings read(String alerts) {
        try {
            Path file = Files.writeString(folder.resolve("sidetone.yaml"), "dashboard:\n  alerts:\n" + alerts);
            return Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String problems(String alerts) {
        return String.valueOf(
                catchThrowableOfType(BadSettings.class, () -> read(alerts)).getMessage());
    }

    @Test
    void anAlertHasWordsPatternsAndHowLoudItIs() throws Unfit {
        assertThat(read("""
                  - name: Leaving
                    words: [cancel, 'well, no']
                    patterns: ['a{1,2}b']
                    severity: error
                    roles: [caller]
                  - patterns: ['fire|smoke']
                """).dashboard().alerts())
                .containsExactly(
                        new Alert(
                                "Leaving",
                                Severity.ERROR,
                                List.of("caller"),
                                List.of("cancel", "well, no"),
                                List.of("a{1,2}b"),
                                List.of(
                                        Machine.ofWords("cancel"),
                                        Machine.ofWords("well, no"),
                                        Machine.ofPattern("a{1,2}b"))),
                        new Alert(
                                "fire|smoke",
                                Severity.WARNING,
                                List.of(),
                                List.of(),
                                List.of("fire|smoke"),
                                List.of(Machine.ofPattern("fire|smoke"))));
    }

    @Test
    void eachProblemIsNamedWithItsPlace() {
        assertThat(problems("""
                  - name: nothing
                  - words: [ok]
                    patterns: ['(a', 'b*']
                    severity: loud
                  - word: [a]
                """))
                .contains("dashboard.alerts[0].words: not set", "something to look for")
                .contains("dashboard.alerts[1].patterns: '(a': a ( without its ), at character 2 [file line 5]")
                .contains("dashboard.alerts[1].patterns: 'b*': it is found in any text")
                .contains("dashboard.alerts[1].severity: 'loud'", "one of info, warning, error")
                .contains("dashboard.alerts[2].word: unknown", "the nearest is dashboard.alerts[2].words");
        assertThat(problems("    - just text\n")).contains("words or patterns: '- words: [cancel]'");
    }

    @Test
    void allTogetherHaveABound() {
        String large = "  - patterns: ['" + "a{200}b{200}" + "']\n";
        assertThat(read(large.repeat(12)).dashboard().alerts()).hasSize(12);
        assertThat(problems(large.repeat(13))).contains("dashboard.alerts[12].patterns", "more than 5000 steps");
    }
}
