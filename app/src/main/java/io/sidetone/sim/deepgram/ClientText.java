package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A text message of the client. */
sealed interface ClientText {

    record KeepAlive() implements ClientText {}

    /**
     * Asks for what there is.
     *
     * @param channel empty: all channels
     */
    record Finalize(OptionalInt channel) implements ClientText {}

    record CloseStream() implements ClientText {}

    /**
     * Changes settings.
     *
     * @param keyterms null: untouched
     */
    record Configure(@Nullable List<String> keyterms) implements ClientText {}

    /**
     * What the vendor does not take.
     *
     * @param variant the vendor's name for what is wrong
     */
    record Wrong(String variant, String description) implements ClientText {}

    static ClientText parse(String text) {
        JsonNode root;
        try {
            root = Parser.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new Wrong("SchemaError", "The text message is not JSON; audio belongs in binary messages.");
        }
        return switch (root.path("type").asText()) {
            case "KeepAlive" -> new KeepAlive();
            case "Finalize" ->
                new Finalize(
                        root.path("channel").isInt()
                                ? OptionalInt.of(root.path("channel").asInt())
                                : OptionalInt.empty());
            case "CloseStream" -> new CloseStream();
            case "Configure" -> Parser.configure(root);
            default -> new Wrong("SchemaError", "The text message has no type the service knows.");
        };
    }

    /** Keeps the details out of sight. */
    final class Parser {
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final Set<String> MEMBERS =
                Set.of("type", "keyterms", "features", "processors", "language_hints");

        private Parser() {}

        private static ClientText configure(JsonNode root) {
            for (var member : root.properties()) {
                if (!MEMBERS.contains(member.getKey())) {
                    return new Wrong("SchemaError", "Configure has no member " + member.getKey() + ".");
                }
            }
            JsonNode keyterms = root.path("keyterms");
            if (keyterms.isMissingNode() || keyterms.isNull()) {
                return new Configure(null);
            }
            if (!keyterms.isArray()) {
                return new Wrong("InvalidConfigureMessage", "keyterms is not a list.");
            }
            List<String> terms = new ArrayList<>();
            keyterms.forEach(term -> terms.add(term.asText()));
            return new Configure(List.copyOf(terms));
        }
    }
}
