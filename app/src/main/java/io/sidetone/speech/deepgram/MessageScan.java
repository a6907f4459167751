package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what recognisers say all the time, {@code Results} and {@code TurnInfo}, in one pass and without a tree. */
final class MessageScan {
    private static final JsonFactory JSON = new JsonFactory();

    private final ScannedWords words = new ScannedWords();

    /** @return null for anything unusual, which {@link MessageTree} must read */
    @Nullable DeepgramMessage read(byte[] text, int length) {
        try (JsonParser parser = JSON.createParser(text, 0, length)) {
            return message(new Tokens(parser));
        } catch (IOException e) {
            return null; // broken or unusual: the tree knows which
        }
    }

    /** The vendor writes the type first. */
    private @Nullable DeepgramMessage message(Tokens tokens) throws IOException {
        if (tokens.next() != JsonToken.START_OBJECT || !"type".equals(tokens.nextField())) {
            return null;
        }
        return switch (tokens.text(null)) {
            case "Results" -> new ScannedResults(tokens, words).read();
            case "TurnInfo" -> new ScannedTurn(tokens, words).read();
            default -> null;
        };
    }
}
