package io.sidetone.sim.deepgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation whose sound and words are known.
 *
 * @param language BCP 47 tag
 * @param tracks by speaker, such as {@code technician} and {@code agent}
 * @param utterances of all speakers, in the order they begin
 */
public record Recording(String name, String language, Map<String, Track> tracks, List<Utterance> utterances) {

    /** What one speaker says in one go; times in the recording. */
    public record Utterance(String speaker, long startMs, long endMs, String text) {}

    public Recording {
        tracks = Collections.unmodifiableMap(new LinkedHashMap<>(tracks));
        utterances = List.copyOf(utterances);
    }

    /** Reads a script and the WAV files it names, which lie beside it. */
    public static Recording read(Path script) throws IOException {
        Path folder = script.toAbsolutePath().getParent();
        Path name = script.getFileName();
        if (folder == null || name == null) {
            throw new IOException(script + ": not a file");
        }
        return ScriptReader.read(file -> Files.newInputStream(folder.resolve(file)), name.toString());
    }

    /** The track of a speaker. */
    public Track track(String speaker) {
        Track track = tracks.get(speaker);
        if (track == null) {
            throw new IllegalArgumentException(
                    "recording %s: no speaker '%s' (expected: one of %s)".formatted(name, speaker, tracks.keySet()));
        }
        return track;
    }
}
