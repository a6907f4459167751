package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vendor's own JavaScript client streams a bundled recording to the emulator.
 *
 * <p>Needs Node.js and {@code npm ci} in {@code peers/deepgram}.
 */
@Tag("peers")
class DeepgramPeerTest {
    private static final Path PEER =
            Path.of("..", "peers", "deepgram").toAbsolutePath().normalize();
    private static final Path RECORDINGS =
            Path.of("src/main/resources/io/sidetone/sim/recordings").toAbsolutePath();

    @Test
    void theVendorsClientIsContentWithTheEmulator(@TempDir Path folder) throws IOException, InterruptedException {
        EmulatorOptions options = EmulatorOptions.of(RecordingLibrary.bundled(), Clock.systemUTC())
                .withAcceptedKeys("any-key");
        try (DeepgramEmulator emulator = DeepgramEmulator.start(options)) {
            String said = run(folder, emulator, "hello", "technician");

            assertThat(said)
                    .contains("ok  hello/technician")
                    .contains("ok  401")
                    .contains("ok  400");
            assertThat(emulator.streams()).singleElement().satisfies(stream -> assertThat(stream.violations())
                    .isEmpty());
        }
    }

    private static String run(Path folder, DeepgramEmulator emulator, String recording, String speaker)
            throws IOException, InterruptedException {
        Path output = folder.resolve("node.txt");
        Process node = new ProcessBuilder(
                        "node",
                        "check.mjs",
                        Integer.toString(emulator.port()),
                        RECORDINGS.toString(),
                        recording,
                        speaker)
                .directory(PEER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = node.waitFor(60, TimeUnit.SECONDS);
            String said = Files.readString(output);
            assertThat(ended).as(said).isTrue();
            assertThat(node.exitValue()).as(said).isZero();
            return said;
        } finally {
            node.destroyForcibly();
        }
    }
}
