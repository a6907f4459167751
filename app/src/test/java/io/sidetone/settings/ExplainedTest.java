package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplainedTest {
    private final List<Explained> all = Settings.reference();

    @Test
    void everySettingIsExplainedOnOneLine() {
        assertThat(all).allSatisfy(setting -> {
            assertThat(setting.meaning()).as(setting.name()).endsWith(".").doesNotContain("\n", "|");
            assertThat(setting.row())
                    .startsWith("| `" + setting.name() + "` | ")
                    .doesNotContain("\n");
        });
    }

    @Test
    void namesAreUniqueInTheFileAndInTheEnvironment() {
        assertThat(all).extracting(Explained::name).doesNotHaveDuplicates();
        assertThat(all.stream().map(Explained::environment).filter(Objects::nonNull))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRowOfTheTableSaysNameDefaultMeaningAndEnvironment() {
        assertThat(all.stream().map(Explained::row))
                .contains(
                        "| `log.level` | `info` | The least that is logged. | `SIDETONE_LOG_LEVEL` |",
                        "| `webhooks[].order` | `call` | Events of one call come one after another; calls do not wait for"
                                + " each other. | file only |",
                        "| `dashboard.token-file` |  | A file with `dashboard.token` in it, instead of the setting itself. |"
                                + " `SIDETONE_DASHBOARD_TOKEN_FILE` |");
    }
}
