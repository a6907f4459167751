package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A text message of the client at {@code /v2/listen}. */
sealed interface FluxText {

    record CloseStream() implements FluxText {}

    /**
     * Changes settings; what is null stays as it is.
     *
     * @param eotTimeoutMs milliseconds
     */
    record Configure(
            @Nullable Double eotThreshold,
            @Nullable Double eagerEotThreshold,
            @Nullable Long eotTimeoutMs,
            @Nullable List<String> keyterms,
            @Nullable List<String> languageHints,
            @Nullable Boolean numerals)
            implements FluxText {

        /** What is in force after it. */
        TurnRules over(TurnRules rules) {
            return new TurnRules(
                    rules.samplesPerSecond(),
                    eotThreshold == null ? rules.end() : eotThreshold,
                    eagerEotThreshold == null ? rules.eager() : eagerEotThreshold,
                    eotTimeoutMs == null ? rules.timeoutMs() : eotTimeoutMs);
        }
    }

    /** What the vendor closes the connection for. */
    record Unparsable(String description) implements FluxText {}

    static FluxText parse(String text) {
        try {
            JsonNode root = Parser.JSON.readTree(text);
            return switch (root.path("type").asText()) {
                case "CloseStream" -> new CloseStream();
                case "Configure" -> Parser.configure(root);
                default -> new Unparsable("The text message has no type the service knows.");
            };
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return new Unparsable("The text message is not what the service expects.");
        }
    }

    /** Keeps the details out of sight. */
    final class Parser {
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final Set<String> MEMBERS =
                Set.of("type", "thresholds", "keyterms", "language_hints", "numerals");
        private static final Set<String> THRESHOLDS = Set.of("eot_threshold", "eager_eot_threshold", "eot_timeout_ms");

        private Parser() {}

        private static FluxText configure(JsonNode root) {
            JsonNode thresholds = root.path("thresholds");
            onlyKnown(root, MEMBERS);
            onlyKnown(thresholds, THRESHOLDS);
            return new Configure(
                    number(thresholds.path("eot_threshold")),
                    number(thresholds.path("eager_eot_threshold")),
                    whole(thresholds.path("eot_timeout_ms")),
                    strings(root.path("keyterms")),
                    strings(root.path("language_hints")),
                    bool(root.path("numerals")));
        }

        private static void onlyKnown(JsonNode node, Set<String> names) {
            node.properties().forEach(member -> expect(names.contains(member.getKey())));
        }

        private static @Nullable Double number(JsonNode node) {
            if (absent(node)) {
                return null;
            }
            expect(node.isNumber());
            return node.asDouble();
        }

        private static @Nullable Long whole(JsonNode node) {
            if (absent(node)) {
                return null;
            }
            expect(node.isIntegralNumber());
            return node.asLong();
        }

        private static @Nullable Boolean bool(JsonNode node) {
            if (absent(node)) {
                return null;
            }
            expect(node.isBoolean());
            return node.asBoolean();
        }

        private static @Nullable List<String> strings(JsonNode node) {
            if (absent(node)) {
                return null;
            }
            expect(node.isArray());
            List<String> strings = new ArrayList<>();
            for (JsonNode item : node) {
                expect(item.isTextual());
                strings.add(item.asText());
            }
            return List.copyOf(strings);
        }

        private static boolean absent(JsonNode node) {
            return node.isMissingNode() || node.isNull();
        }

        private static void expect(boolean right) {
            if (!right) {
                throw new IllegalArgumentException("a member of Configure is not as expected");
            }
        }
    }
}
