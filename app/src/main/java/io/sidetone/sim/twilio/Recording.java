package io.sidetone.sim.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.codec.Wav;
import io.sidetone.codec.WavLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;

/**
 * A conversation that comes with the program.
 *
 * @param language as its script has it, for example {@code en}
 * @param roles who speaks on which track
 */
public record Recording(String name, String language, Map<Track, String> roles, CallAudio audio) {
    private static final String FOLDER = "/io/sidetone/sim/recordings/";

    public Recording {
        roles = Map.copyOf(roles);
    }

    /**
     * Loads a recording.
     *
     * @param name of its description, without {@code .json}
     * @throws IOException if there is none of that name, or it is damaged
     */
    public static Recording load(String name) throws IOException {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IOException("recording '" + name + "' (expected: small letters, digits and hyphens)");
        }
        JsonNode description;
        try (InputStream in = open(name + ".json")) {
            description = new ObjectMapper().readTree(in);
        }
        Map<Track, String> roles = new EnumMap<>(Track.class);
        Map<Track, byte[]> tracks = new EnumMap<>(Track.class);
        for (Map.Entry<String, JsonNode> speaker : description.path("speakers").properties()) {
            String wire = speaker.getValue().path("track").asText();
            Track track = Track.OUTBOUND.wire().equals(wire) ? Track.OUTBOUND : Track.INBOUND;
            String file = speaker.getValue().path("file").asText();
            roles.put(track, speaker.getKey());
            try (InputStream in = open(file)) {
                tracks.put(
                        track,
                        AudioFiles.channels(Wav.read(in, WavLimits.STRICT), file)
                                .get(0));
            }
        }
        return new Recording(name, description.path("language").asText("en"), roles, CallAudio.of(tracks));
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = Recording.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IOException("recording '" + file + "': not part of this program (expected: one of its own)");
        }
        return in;
    }
}
