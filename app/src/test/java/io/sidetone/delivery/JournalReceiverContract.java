package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** And of those that keep what they get in files of lines. */
abstract class JournalReceiverContract extends ReceiverContract {
    JournalReceiverContract(List<String> command) {
        super(command);
    }

    private static List<Path> journals(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line that was not written to its end. */
    @Override
    void afterTheCut(Path folder) throws IOException {
        List<Path> journals = journals(folder);
        Files.writeString(
                journals.get(journals.size() - 1), "{\"id\":\"msg_torn\",\"at\":17", StandardOpenOption.APPEND);
    }

    @Test
    void theNewestDaysAreKept(@TempDir Path folder) throws Exception {
        String line = "{\"id\":\"msg_of%d\",\"at\":1767323045000,\"event\":{\"type\":\"none\",\"data\":{}}}\n";
        for (int day = 1; day <= 6; day++) {
            Files.writeString(folder.resolve("events-2026-01-0" + day + ".ndjson"), line.formatted(day));
        }
        try (RunningReceiver receiver = launch(folder, Map.of("RECEIVER_KEEP_DAYS", "4"))) {
            deliver(receiver.url(), started("s_today"));
            receiver.await(it -> it.startsWith("s_today started"));
        }
        assertThat(journals(folder)).hasSize(4);
        assertThat(journals(folder).get(0)).hasFileName("events-2026-01-04.ndjson");
    }

    @Test
    void aDamagedFileIsNamed(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("events-2026-01-02.ndjson"), "{\"done\":\"msg_a\"}\nnonsense\n{\"done\":\"msg_b\"}\n");
        try (RunningReceiver receiver = launch(folder, Map.of())) {
            receiver.await(line -> line.startsWith("receiver: cannot start: ")
                    && line.contains("events-2026-01-02.ndjson, line 2 is damaged"));
            assertThat(receiver.exitStatus()).isEqualTo(2);
        }
    }
}
