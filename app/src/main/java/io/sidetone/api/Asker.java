package io.sidetone.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads from a body who wants something of a call: {@code {"by": "maria"}}. It goes into events and logs. */
final class Asker {
    /** Who asked, where the request does not say: somebody with the token. */
    static final String UNNAMED = "api";

    static final int MAX_LENGTH = 64;
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Asker() {}

    /** The name in the body; {@link #UNNAMED} if the body is empty or has none, null if it will not do. */
    static @Nullable String in(ByteBuf body) {
        if (!body.isReadable()) {
            return UNNAMED;
        }
        JsonNode root;
        try {
            root = JSON.readTree((InputStream) new ByteBufInputStream(body));
        } catch (IOException e) {
            return null;
        }
        if (root == null || !root.isObject()) {
            return null;
        }
        JsonNode by = root.path("by");
        return by.isMissingNode() ? UNNAMED : by.isTextual() && fits(by.textValue()) ? by.textValue() : null;
    }

    static String expected() {
        return "an empty body, or a JSON object whose \"by\" is a name of 1 to " + MAX_LENGTH + " printable characters";
    }

    private static boolean fits(String name) {
        return !name.isBlank()
                && name.length() <= MAX_LENGTH
                && name.codePoints().allMatch(Asker::isPrintable);
    }

    /** No control characters, and nothing that turns a line of a log or a terminal around. */
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
