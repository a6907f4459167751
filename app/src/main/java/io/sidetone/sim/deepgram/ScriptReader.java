package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.codec.Wav;
import io.sidetone.codec.WavLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a recording's script, one JSON file, and the sound it points to. */
final class ScriptReader {
    private static final int SAMPLES_PER_SECOND = 8_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordingLibrary.Source source;
    private final String file;
    private final JsonNode root;
    private final String language;

    private ScriptReader(RecordingLibrary.Source source, String file, JsonNode root) throws IOException {
        this.source = source;
        this.file = file;
        this.root = root;
        this.language = text(root, "/language");
    }

    static Recording read(RecordingLibrary.Source source, String file) throws IOException {
        JsonNode root;
        try (InputStream in = source.open(file)) {
            root = JSON.readTree(in);
        }
        return new ScriptReader(source, file, root).recording();
    }

    private Recording recording() throws IOException {
        String name = text(root, "/name");
        Map<String, Track> tracks = new LinkedHashMap<>();
        for (var speaker : root.path("speakers").properties()) {
            short[] samples = samples(text(speaker.getValue(), "/file"));
            tracks.put(
                    speaker.getKey(),
                    track(name + "/" + speaker.getKey(), samples, words(speaker.getKey(), samples.length)));
        }
        if (tracks.isEmpty()) {
            throw wrong("/speakers", root.path("speakers"), "at least one speaker");
        }
        return new Recording(name, language, tracks, utterances(tracks));
    }

    private Track track(String name, short[] samples, List<Word> words) throws IOException {
        try {
            return new Track(name, language, samples, words);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private List<Recording.Utterance> utterances(Map<String, Track> tracks) throws IOException {
        List<Recording.Utterance> utterances = new ArrayList<>();
        for (JsonNode node : root.path("utterances")) {
            String speaker = text(node, "/speaker");
            if (!tracks.containsKey(speaker)) {
                throw wrong("/utterances/speaker", node.path("speaker"), "one of " + tracks.keySet());
            }
            utterances.add(new Recording.Utterance(
                    speaker, number(node, "/startMs"), number(node, "/endMs"), text(node, "/text")));
        }
        utterances.sort(Comparator.comparingLong(Recording.Utterance::startMs));
        return utterances;
    }

    private List<Word> words(String speaker, int samples) throws IOException {
        List<Word> words = new ArrayList<>();
        for (JsonNode utterance : root.path("utterances")) {
            if (utterance.path("speaker").asText().equals(speaker)) {
                for (JsonNode word : utterance.path("words")) {
                    words.add(word(word, samples));
                }
            }
        }
        words.sort(Comparator.comparingInt(Word::start));
        return words;
    }

    private Word word(JsonNode node, int samples) throws IOException {
        int start = sample(number(node, "/startMs"));
        int end = Math.min(samples, sample(number(node, "/endMs"))); // the last word may be rounded past the end
        try {
            return new Word(text(node, "/word"), text(node, "/punctuated"), start, end);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private short[] samples(String wavFile) throws IOException {
        try (InputStream in = source.open(wavFile)) {
            Wav wav = Wav.read(in, WavLimits.STRICT);
            if (wav.sampleRateHz() != SAMPLES_PER_SECOND || wav.channels() != 1) {
                throw new IOException("%s: %d Hz, %d channels (expected: 8000 Hz, 1 channel)"
                        .formatted(wavFile, wav.sampleRateHz(), wav.channels()));
            }
            return wav.samples();
        }
    }

    private static int sample(long millis) {
        return Math.toIntExact(millis * SAMPLES_PER_SECOND / 1000);
    }

    private String text(JsonNode node, String path) throws IOException {
        JsonNode value = node.at(path);
        if (!value.isTextual()) {
            throw wrong(path, value, "a string");
        }
        return value.asText();
    }

    private long number(JsonNode node, String path) throws IOException {
        JsonNode value = node.at(path);
        if (!value.isNumber()) {
            throw wrong(path, value, "a number of milliseconds");
        }
        return Math.round(value.asDouble());
    }

    private IOException wrong(String path, JsonNode got, String expected) {
        return new IOException("%s: %s: %s (expected: %s)"
                .formatted(file, path, got.isMissingNode() ? "nothing" : got.toString(), expected));
    }
}
