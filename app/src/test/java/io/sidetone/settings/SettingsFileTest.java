package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final String ALIASES = """
            a: &a [x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
            http: *c
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aNameGivenTwiceIsToldWithBothLines() throws IOException {
        assertThat(problems("http:\n  port: 1\nhttp:\n  host: localhost\n"))
                .containsExactly("http: given again, first on line 1 [file line 3] (expected: each name once)");
        assertThat(problems("http:\n  port: 1\nhttp.port: 2\n"))
                .containsExactly("http.port: given again, first on line 2 [file line 3] (expected: each name once)");
    }

    @Test
    void aValueOfTheWrongKindIsToldWithItsLine() throws IOException {
        assertThat(problems("""
                http:
                  port: {number: 80}
                speech: [deepgram]
                drain:
                  seconds: [30]
                deepgram:
                  keyterms: compressor, flow sensor
                  interim-results: maybe
                  tag: [a, [b]]
                webhooks:
                  name: nlu
                """))
                .containsExactly(
                        "deepgram.tag: a list with something else than values in it [file line 9] (expected: a list of"
                                + " values)",
                        "webhooks: not a list [file line 10] (expected: a list, each with name, url and secret: '- name:"
                                + " nlu')",
                        "speech: a value [file line 3] (expected: settings under it, such as speech.provider)",
                        "http.port: a mapping [file line 2] (expected: a whole number from 0 to 65535)",
                        "deepgram.keyterms: one text with commas instead of a YAML list [a, b] [file line 7] (expected: a"
                                + " list, each one term or phrase without comma, semicolon or weight)",
                        "deepgram.interim-results: 'maybe' [file line 8] (expected: true or false)",
                        "drain.seconds: a list [file line 5] (expected: a whole number from 0 to 86400)");
    }

    @Test
    void aliasesAreRefusedBeforeTheyMultiply() throws IOException {
        assertThat(problems(ALIASES))
                .contains("http: a YAML alias [file line 4] (expected: the value itself, written out)");
    }

    @Test
    void afileOverOneMebibyteIsRefused() throws IOException {
        String full = "#".repeat(SettingsFile.MOST_BYTES - 1) + "\n";

        assertThat(read(full)).isNotNull();
        assertThat(problems("#" + full)).singleElement().asString().contains("it is over 1 MiB");
    }

    @Test
    void depthIsBounded() throws IOException {
        assertThat(problems("{a: ".repeat(5000))).isNotEmpty();
        assertThat(problems("{a: ".repeat(9) + "}".repeat(9))).anyMatch(problem -> problem.contains("8 deep"));
        assertThat(problems("http: " + "[".repeat(100_000))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http: [",
                "\t- x",
                "deepgram: {api-key: s3cret",
                "deepgram:\n api-key: s3cret\n: :\n  - 'x",
                "a: b: c",
                "%YAML 9\n---\n\"s3cret",
                "\u0000"
            })
    void whatIsNotYamlIsToldWithItsLineAndWithoutItsText(String text) throws IOException {
        assertThat(problems(text))
                .singleElement()
                .asString()
                .contains("[file line ")
                .doesNotContain("s3cret");
    }

    @Test
    void emptinessChangesNothing() throws IOException {
        for (String text : List.of(
                "", "# only words\n", "---\n", "http:\n", "http:\n  port:\n", "answer: {announce: ''}", "http: {}\n")) {
            assertThat(read(text).http().port()).as(text).isEqualTo(8080);
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        assertThat(read("\uFEFFhttp: {port: 9}").http().port()).isEqualTo(9);
    }

    @Test
    void whatIsNotOneMappingIsRefused() throws IOException {
        assertThat(problems("- http\n")).singleElement().asString().contains("no settings [file line 1]");
        assertThat(problems("just words\n")).singleElement().asString().contains("no settings [file line 1]");
        assertThat(problems("http: {port: 1}\n---\nhttp: {port: 2}\n"))
                .singleElement()
                .asString()
                .contains("a second document");
    }

    @Test
    void aFileThatCannotBeReadIsTold() {
        BadSettings missing = bad(folder.resolve("nothing.yaml"));
        BadSettings directory = bad(folder);

        assertThat(missing.problems())
                .singleElement()
                .asString()
                .contains("nothing.yaml: cannot be read, there is no such file");
        assertThat(directory.problems()).singleElement().asString().contains("cannot be read");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.yaml"), "answer: {announce: Grüße}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(bad(file).problems()).singleElement().asString().contains("it is not UTF-8");
    }

    private Settings read(String text) throws IOException {
        return Settings.read(sources(Files.writeString(folder.resolve("sidetone.yaml"), text)));
    }

    private List<String> problems(String text) throws IOException {
        return bad(Files.writeString(folder.resolve("sidetone.yaml"), text)).problems();
    }

    private static BadSettings bad(Path file) {
        return catchThrowableOfType(BadSettings.class, () -> Settings.read(sources(file)));
    }

    private static Sources sources(Path file) {
        return new Sources(Map.of("deepgram.api-key", "k"), Map.of(), file);
    }
}
