package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The recordings an emulator recognises. Immutable. */
public final class RecordingLibrary {
    private static final String BUNDLED = "/io/sidetone/sim/recordings/";
    private static final String INDEX = "index.json";

    private final List<Recording> recordings;

    private RecordingLibrary(List<Recording> recordings) {
        this.recordings = List.copyOf(recordings);
    }

    /** Where a library's files come from: a folder, or the class path. */
    interface Source {
        /**
         * Opens a file.
         *
         * @throws IOException if there is no such file
         */
        InputStream open(String name) throws IOException;
    }

    /** Knows nothing: all sound is unknown. */
    public static RecordingLibrary empty() {
        return new RecordingLibrary(List.of());
    }

    /** The recordings that come with Sidetone. */
    public static RecordingLibrary bundled() throws IOException {
        return read(name -> {
            InputStream in = RecordingLibrary.class.getResourceAsStream(BUNDLED + name);
            if (in == null) {
                throw new FileNotFoundException("class path: nothing at " + BUNDLED + name);
            }
            return in;
        });
    }

    /**
     * The recordings of a folder.
     *
     * @param folder holds {@code index.json} of the form {@code {"recordings":["hello"]}}, and for each
     *     name a script {@code hello.json} and the WAV files it names
     */
    public static RecordingLibrary read(Path folder) throws IOException {
        return read(name -> Files.newInputStream(folder.resolve(name)));
    }

    /** Adds one of the user's own. */
    public RecordingLibrary with(Recording recording) {
        List<Recording> more = new ArrayList<>(recordings);
        more.add(recording);
        return new RecordingLibrary(more);
    }

    public List<Recording> recordings() {
        return recordings;
    }

    public Optional<Recording> named(String name) {
        return recordings.stream()
                .filter(recording -> recording.name().equals(name))
                .findFirst();
    }

    /** Every speaker's track of every recording. */
    public List<Track> tracks() {
        return recordings.stream()
                .flatMap(recording -> recording.tracks().values().stream())
                .toList();
    }

    private static RecordingLibrary read(Source source) throws IOException {
        JsonNode names;
        try (InputStream in = source.open(INDEX)) {
            names = new ObjectMapper().readTree(in).path("recordings");
        }
        if (!names.isArray()) {
            throw new IOException(INDEX + ": /recordings: " + names + " (expected: a list of names)");
        }
        List<Recording> recordings = new ArrayList<>();
        for (JsonNode name : names) {
            recordings.add(ScriptReader.read(source, name.asText() + ".json"));
        }
        return new RecordingLibrary(recordings);
    }
}
