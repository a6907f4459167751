package io.sidetone.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is said on a bundled recording, read from its script and from nothing else. */
record Script(String name, JsonNode root) {

    /** A word as it stands in the text; times in the recording, milliseconds. */
    record Word(String text, long startMs, long endMs) {}

    static Script of(String recording) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Script.class.getResourceAsStream("/io/sidetone/sim/recordings/" + recording + ".json"), recording)) {
            return new Script(recording, new ObjectMapper().readTree(in));
        }
    }

    String language() {
        return root.path("language").asText();
    }

    /** Everything one speaker says, in order. */
    List<Word> words(String speaker) {
        List<Word> words = new ArrayList<>();
        for (JsonNode utterance : root.path("utterances")) {
            if (utterance.path("speaker").asText().equals(speaker)) {
                for (JsonNode word : utterance.path("words")) {
                    words.add(new Word(
                            word.path("punctuated").asText(),
                            word.path("startMs").asLong(),
                            word.path("endMs").asLong()));
                }
            }
        }
        return words;
    }
}
