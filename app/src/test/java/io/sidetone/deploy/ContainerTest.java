package io.sidetone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.world.Child;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the image does, without the image: its options for Java, its environment, its libraries. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ContainerTest {
    /** Docker's --tmpfs is noexec: what is unpacked there cannot be loaded. One that cannot be there is no better. */
    @Test
    void itServesWithoutATemporaryFolder(@TempDir Path folder) throws Exception {
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        unpack(libraries);
        List<String> options = new ArrayList<>(List.of("-Djava.io.tmpdir=/dev/null/nowhere"));
        Deploy.text("container/java.options")
                .lines()
                .filter(line -> line.startsWith("-D") || line.startsWith("-XX:")) // the others are of Java 24 and later
                .filter(line -> Runtime.version().feature() >= 25 || !line.contains("CompactObjectHeaders"))
                .map(line -> line.replace("/opt/sidetone/lib", libraries.toString()))
                .forEach(options::add);
        assertThat(options).as("from the file").hasSizeGreaterThan(5);

        Map<String, String> environment = Map.of(
                "SIDETONE_DATA_DIR", folder.resolve("data").toString(),
                "SIDETONE_HTTP_PORT", "0",
                "SIDETONE_MANAGEMENT_PORT", "0",
                "SIDETONE_DEEPGRAM_URL", "ws://127.0.0.1:9");
        try (Child server = Child.bare(options, folder, environment)) {
            server.line("takes calls at");
        }
    }

    /** The libraries that the Dockerfile takes out of the jar, for this machine. */
    private static void unpack(Path to) throws Exception {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String dockerfile = Deploy.text("container/Dockerfile");
        Matcher library = Pattern.compile("\"(\\S+/)(\\S+\\.so)\"").matcher(dockerfile);
        int found = 0;
        while (library.find()) {
            String path = (library.group(1) + library.group(2))
                    .replace("$sqlite", arm ? "aarch64" : "x86_64")
                    .replace("$netty", arm ? "aarch_64" : "x86_64");
            try (InputStream in = ContainerTest.class.getClassLoader().getResourceAsStream(path)) {
                Files.copy(
                        Objects.requireNonNull(in, path),
                        to.resolve(Path.of(path).getFileName()));
            }
            found++;
        }
        assertThat(found).isEqualTo(3);
    }
}
