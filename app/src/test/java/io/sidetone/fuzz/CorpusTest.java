package io.sidetone.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that a fuzzer kept, or that was written to start one, goes through its target again. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final Path TESTS = Path.of("src/test/java");

    @TestFactory
    Stream<DynamicContainer> inputs() throws IOException {
        return list(CORPUS).stream().map(CorpusTest::inputsOf);
    }

    /** A target without inputs would be tried by nobody, inputs without a target neither. */
    @Test
    void everyTargetHasInputs() throws IOException {
        try (Stream<Path> sources = Files.walk(TESTS)) {
            List<String> targets = sources.filter(it -> it.toString().endsWith("Fuzz.java"))
                    .map(it -> TESTS.relativize(it).toString().replace('/', '.').replaceFirst("\\.java$", ""))
                    .toList();
            assertThat(list(CORPUS).stream().map(CorpusTest::name))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(targets);
        }
        for (Path target : list(CORPUS)) {
            assertThat(list(target)).as("inputs of %s", target).isNotEmpty();
        }
    }

    private static DynamicContainer inputsOf(Path folder) {
        try {
            Method target = Class.forName(name(folder)).getMethod("fuzzerTestOneInput", byte[].class);
            return DynamicContainer.dynamicContainer(
                    name(folder),
                    list(folder).stream()
                            .map(input -> DynamicTest.dynamicTest(name(input), () -> feed(target, input))));
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(folder + " has no target of its name", e);
        }
    }

    private static void feed(Method target, Path input) throws Throwable {
        try {
            target.invoke(null, (Object) Files.readAllBytes(input));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
