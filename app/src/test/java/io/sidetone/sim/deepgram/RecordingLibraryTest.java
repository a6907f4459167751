package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.codec.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingLibraryTest {
    private static final String SCRIPT = """
            {"name": "mine", "language": "de", "durationMs": 1000,
             "speakers": {"caller": {"file": "mine.wav", "track": "inbound"}},
             "utterances": [{"speaker": "caller", "startMs": 100, "endMs": 600, "text": "Guten Tag.", "words": [
               {"word": "guten", "punctuated": "Guten", "startMs": 100, "endMs": 300},
               {"word": "tag", "punctuated": "Tag.", "startMs": 350, "endMs": 600}]}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's work
    private Path folder;

    @Test
    void readsAFolder() throws IOException {
        writeScript(SCRIPT);
        Files.writeString(folder.resolve("index.json"), "{\"recordings\":[\"mine\"]}");

        Recording mine = RecordingLibrary.read(folder).named("mine").orElseThrow();

        assertThat(mine.language()).isEqualTo("de");
        assertThat(mine.track("caller").text()).isEqualTo("Guten Tag.");
        assertThat(mine.track("caller").words().get(1)).isEqualTo(new Word("tag", "Tag.", 2_800, 4_800));
        assertThat(mine.utterances()).containsExactly(new Recording.Utterance("caller", 100, 600, "Guten Tag."));
    }

    @Test
    void takesInARecordingOfTheUsersOwn() throws IOException {
        RecordingLibrary library = RecordingLibrary.empty().with(Recording.read(writeScript(SCRIPT)));

        assertThat(library.tracks()).extracting(Track::name).containsExactly("mine/caller");
    }

    @Test
    void saysWhatIsWrongWithAScript() throws IOException {
        assertThatThrownBy(() -> Recording.read(writeScript(SCRIPT.replace("\"language\": \"de\", ", ""))))
                .hasMessage("mine.json: /language: nothing (expected: a string)");
        assertThatThrownBy(() -> Recording.read(writeScript(SCRIPT.replace("\"startMs\": 350", "\"startMs\": 200"))))
                .hasMessageContaining("mine.json: mine/caller: word 'tag' at samples 1600 to 4800");
        assertThatThrownBy(() -> Recording.read(
                        writeScript(SCRIPT.replace("[{\"speaker\": \"caller\"", "[{\"speaker\": \"nobody\""))))
                .hasMessageContaining("/utterances/speaker: \"nobody\" (expected: one of [caller])");
    }

    @Test
    void refusesSoundThatIsNotTelephoneSound() throws IOException {
        Path script = writeScript(SCRIPT);
        Wav.ofSamples(16_000, new short[16_000]).write(folder.resolve("mine.wav"));

        assertThatThrownBy(() -> Recording.read(script)).hasMessageContaining("mine.wav: 16000 Hz, 1 channels");
    }

    @Test
    void everyBundledRecordingIsHeardWordForWord() throws IOException {
        RecordingLibrary library = RecordingLibrary.bundled();
        WindowIndex index = new WindowIndex(library.tracks());

        assertThat(library.tracks()).hasSizeGreaterThanOrEqualTo(8).allSatisfy(track -> {
            assertThat(track.words()).isNotEmpty();
            assertThat(heard(index, track, 0)).isEqualTo(track.words());
        });
    }

    @Test
    void bundledRecordingsAreHeardFromAnyPlaceInThem() throws IOException {
        RecordingLibrary library = RecordingLibrary.bundled();
        WindowIndex index = new WindowIndex(library.tracks());

        for (Track track : library.tracks()) {
            for (int from = 777; from < track.length(); from += 24_691) {
                int start = from;
                List<Word> expected = track.words().stream()
                        .filter(word -> word.start() >= start)
                        .toList();
                assertThat(heard(index, track, from))
                        .as("%s from %d", track, from)
                        .endsWith(expected.toArray(Word[]::new));
            }
        }
    }

    /** The words as they would stand in the track. */
    private static List<Word> heard(WindowIndex index, Track track, int from) {
        List<HeardWord> heard = new ArrayList<>();
        Recognizer recognizer = new Recognizer(index, Speech.RATE, heard::add);
        short[] audio = Speech.samples(track, from, track.length());
        for (int at = 0; at < audio.length; at += 80) {
            recognizer.hear(audio, at, Math.min(80, audio.length - at));
        }
        recognizer.finish();
        return heard.stream()
                .map(word ->
                        new Word(word.word(), word.punctuated(), (int) word.start() + from, (int) word.end() + from))
                .toList();
    }

    private Path writeScript(String script) throws IOException {
        Wav.ofSamples(Speech.RATE, Speech.noise(1_000, 1)).write(folder.resolve("mine.wav"));
        return Files.writeString(folder.resolve("mine.json"), script);
    }
}
