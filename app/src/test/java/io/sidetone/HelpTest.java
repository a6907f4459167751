package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    /** Every command there is, as its words. */
    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(Main.commandLine(), List.of(), all);
        return all.stream().filter(words -> !words.equals(List.of("help"))); // its text is picocli's
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
            List<String> longer = new ArrayList<>(words);
            longer.add(sub.getKey());
            collect(sub.getValue(), longer, all);
        }
    }

    @Test
    void allCommandsAreFound() {
        assertThat(commands())
                .contains(
                        List.of("serve"),
                        List.of("demo"),
                        List.of("check"),
                        List.of("simulate", "call"),
                        List.of("simulate", "deepgram"),
                        List.of("simulate", "assemblyai"),
                        List.of("webhook", "listen"),
                        List.of("test"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpGoesToStandardOutputAndFitsTheTerminal(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--help");
        Ran help = Ran.command(arguments);
        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: sidetone");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theFirstLineOfADescriptionIsASentenceOnItsOwn(List<String> words) {
        CommandLine command = Main.commandLine();
        for (String word : words) {
            command = Objects.requireNonNull(command.getSubcommands().get(word), word);
        }
        var usage = command.getCommandSpec().usageMessage();
        String[] text = usage.description().length > 0 ? usage.description() : usage.header();
        assertThat(text).isNotEmpty();
        assertThat(text[0]).matches("[A-Z].*\\.").doesNotContain("\n");
        if (usage.description().length > 1 && !words.isEmpty()) {
            assertThat(text[1])
                    .as("what comes behind it is a paragraph of its own")
                    .isEmpty();
        }
    }

    @Test
    void theListOfCommandsShowsTheWholeSentences() {
        String list = Ran.command("--help").out().replaceAll("\\s+", " ");
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            String[] description = command.getCommandSpec().usageMessage().description();
            if (!name.equals("help")) {
                assertThat(list).contains(name + " " + description[0].replaceAll("\\s+", " "));
            }
        });
    }

    @Test
    void theVersionSaysWhichJavaItRunsOn() {
        Ran version = Ran.command("--version");
        assertThat(version.exit()).isZero();
        assertThat(version.out()).startsWith("sidetone ").contains(System.getProperty("java.version"));
    }

    @Test
    void anUnknownOptionIsNamed() {
        Ran ran = Ran.command("serve", "--confg", "x.yaml");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--confg").contains("--config");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void anUnknownCommandIsNamedAndTheLikeOneOffered() {
        Ran ran = Ran.command("serv");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("'serv'").contains("serve");
    }

    @ParameterizedTest
    @MethodSource("groups")
    void aGroupWithoutACommandShowsWhatThereIs(List<String> group, String command) {
        Ran ran = Ran.command(group);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("Missing required subcommand").contains(command);
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                Arguments.of(List.of(), "demo"),
                Arguments.of(List.of("simulate"), "deepgram"),
                Arguments.of(List.of("webhook"), "listen"));
    }

    @Test
    void testsAreSaidToRunFromACheckout() {
        Ran ran = Ran.command("test");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("./sidetone test");
    }
}
