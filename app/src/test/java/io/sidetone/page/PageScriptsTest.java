package io.sidetone.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The page's modules without a browser: each file of {@code src/test/js} in Node's own test runner. */
@Tag("peers")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PageScriptsTest {
    private static final Path TESTS = Path.of("src/test/js");

    @TestFactory
    Stream<DynamicTest> eachFile() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(TESTS)) {
            files = found.filter(it -> it.toString().endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
    }

    private static void run(Path file) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "--test", "--test-reporter=spec", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as("%s:%n%s", file, output).isZero();
        assertThat(output).as("it has tests").containsPattern("tests [1-9]");
    }
}
