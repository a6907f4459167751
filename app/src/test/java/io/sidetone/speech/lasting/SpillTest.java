package io.sidetone.speech.lasting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real disk. */
class SpillTest {
    private static final int OVERHEAD = 12 + 16; // the nonce, and the tag
    private static final byte[] AUDIO =
            "the quick brown fox jumps over the lazy dog ".repeat(50).getBytes(ISO_8859_1);

    private final Path folder;

    private final List<Spill> opened = new ArrayList<>();

    SpillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void end() {
        opened.forEach(Spill::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 160, 80_000, 1_000_000})
    void whatWasWrittenComesBackAndIsGoneFromTheDisk(int length) throws Exception {
        byte[] audio = new byte[length];
        new Random(length).nextBytes(audio);
        Spill spill = spill(2_000_000);
        SpilledAudio place = get(spill.write(audio));
        assertThat(spill.usedBytes()).isEqualTo(length + OVERHEAD).isEqualTo(Files.size(place.file()));

        assertThat(get(spill.take(place))).isEqualTo(audio);
        assertThat(place.file()).doesNotExist();
        assertThat(spill.usedBytes()).isZero();
    }

    @Test
    void theAudioCannotBeReadOnTheDisk() throws Exception {
        Spill spill = spill(1 << 20);
        byte[] once = Files.readAllBytes(get(spill.write(AUDIO)).file());
        byte[] again = Files.readAllBytes(get(spill.write(AUDIO)).file());

        for (int from = 0; from + 8 <= AUDIO.length; from++) {
            String part = new String(AUDIO, from, 8, ISO_8859_1);
            assertThat(new String(once, ISO_8859_1)).doesNotContain(part);
        }
        assertThat(Arrays.mismatch(once, again)).as("never the same nonce").isBetween(0, 11);
    }

    @Test
    void anotherProcessCannotReadItEither() throws Exception {
        SpilledAudio place = get(spill(1 << 20).write(AUDIO));
        byte[] kept = Files.readAllBytes(place.file());
        Spill other = spill(1 << 20);
        Files.write(place.file(), kept);

        assertThatThrownBy(() -> get(other.take(place))).hasMessageContaining("is not what was written");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 500, -1})
    void aChangedFileIsNoticed(int position) throws Exception {
        Spill spill = spill(1 << 20);
        SpilledAudio place = get(spill.write(AUDIO));
        byte[] file = Files.readAllBytes(place.file());
        file[position < 0 ? file.length - 1 : position] ^= 1;
        Files.write(place.file(), file);

        assertThatThrownBy(() -> get(spill.take(place)))
                .hasMessageContaining(place.file().toString())
                .hasMessageContaining("is not what was written");
        assertThat(place.file()).doesNotExist();
        assertThat(spill.usedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 27, 100})
    void aShortenedFileIsNoticed(int length) throws Exception {
        Spill spill = spill(1 << 20);
        SpilledAudio place = get(spill.write(AUDIO));
        Files.write(place.file(), Arrays.copyOf(Files.readAllBytes(place.file()), length));

        assertThat(failed(spill.take(place))).isNotNull();
        assertThat(place.file()).doesNotExist();
        assertThat(spill.usedBytes()).isZero();
    }

    @Test
    void aFileThatSomebodyRemovedTakesNoRoomAnyMore() throws Exception {
        Spill spill = spill(1 << 20);
        SpilledAudio read = get(spill.write(AUDIO));
        SpilledAudio discarded = get(spill.write(AUDIO));
        Files.delete(read.file());
        Files.delete(discarded.file());

        assertThat(failed(spill.take(read))).hasMessageContaining(read.file().toString());
        spill.discard(discarded);
        get(spill.write(new byte[0])); // behind it
        assertThat(spill.usedBytes()).isEqualTo(OVERHEAD);
    }

    @Test
    void whatDoesNotFitIsRefusedAndFitsOnceThereIsRoom() throws Exception {
        Spill spill = spill(2L * (AUDIO.length + OVERHEAD));
        SpilledAudio first = get(spill.write(AUDIO));
        get(spill.write(AUDIO));

        assertThat(failed(spill.write(new byte[1]))).hasMessageContaining("speech.spill-gib is used up");
        assertThat(spill.usedBytes()).isEqualTo(2L * (AUDIO.length + OVERHEAD));
        get(spill.take(first));
        get(spill.write(AUDIO));
    }

    @Test
    void aDiskThatTakesNothingLeavesNothingBehind() throws Exception {
        Path gone = folder.resolve("gone");
        Spill spill = new Spill(gone, 1 << 20);
        opened.add(spill);
        Files.delete(gone);

        assertThat(failed(spill.write(AUDIO))).hasMessageContaining("gone");
        assertThat(spill.usedBytes()).isZero();
    }

    @Test
    void whatIsDiscardedIsRemoved() throws Exception {
        Spill spill = spill(1 << 20);
        SpilledAudio place = get(spill.write(AUDIO));
        spill.discard(place);
        get(spill.write(new byte[0])); // behind it

        assertThat(place.file()).doesNotExist();
        assertThat(spill.usedBytes()).isEqualTo(OVERHEAD);
    }

    @Test
    void whatACrashLeftIsRemovedAndNothingElse() throws Exception {
        Path left = get(spill(1 << 20).write(AUDIO)).file();
        Path other = Files.writeString(folder.resolve("notes.txt"), "mine");

        Spill next = spill(1 << 20);
        assertThat(left).doesNotExist();
        assertThat(other).exists();
        assertThat(next.usedBytes()).isZero();
    }

    @Test
    void closingRemovesAllAndRefusesWhatComesLater() throws Exception {
        Spill spill = spill(1 << 20);
        SpilledAudio place = get(spill.write(AUDIO));
        spill.close();
        spill.close();

        assertThat(failed(spill.take(place))).hasMessageContaining("stopping");
        assertThat(failed(spill.write(AUDIO))).hasMessageContaining("stopping");
        spill.discard(place);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeUsedIsSaidAtTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> new Spill(file.resolve("spill"), 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("speech.spill: false");
    }

    private Spill spill(long mostBytes) {
        Spill spill = new Spill(folder, mostBytes);
        opened.add(spill);
        return spill;
    }

    private static <T> T get(CompletableFuture<T> work) throws Exception {
        return work.get(10, TimeUnit.SECONDS);
    }

    private static Throwable failed(CompletableFuture<?> work) throws Exception {
        try {
            get(work);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("it went well");
    }
}
