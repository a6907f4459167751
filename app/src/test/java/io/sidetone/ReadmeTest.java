package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.settings.Explained;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the README says of settings and commands to the code. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @Test
    void theTableOfSettingsIsTheCodesOwn() throws IOException {
        String readme = Files.readString(README);
        String table = readme.substring(readme.indexOf("<!-- settings"), readme.indexOf("<!-- /settings"));

        String expected = Stream.concat(
                        Stream.of(Explained.HEAD), Settings.reference().stream().map(Explained::row))
                .collect(Collectors.joining("\n"));
        assertThat(table.substring(table.indexOf('\n') + 1).strip()).isEqualTo(expected);
    }

    @Test
    void everyCommandIsInTheReadme() throws IOException {
        String readme = Files.readString(README);

        assertThat(Main.commandLine().getSubcommands().keySet()).allSatisfy(command -> {
            if (!command.equals("help")) {
                assertThat(readme).contains("`./sidetone " + command);
            }
        });
    }
}
