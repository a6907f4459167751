package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.identity.Identity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who wants something: a name that goes into events, logs and the list of actions. */
final class Asker {
    static final int MAX_LENGTH = 64;

    private Asker() {}

    /** {@code {"by": "maria"}} of a body that is that or empty. */
    static String in(Question asked) {
        return name(asked.asker(), given(asked.body()));
    }

    /** The same of a query or of a body with other members. */
    static String in(Question asked, Given given) {
        String by = given.text("by");
        if (by != null && !fits(by)) {
            throw Refused.parameter("by", "is not a name", expected());
        }
        return name(asked.asker(), by);
    }

    /** Whoever has the dashboard's token says who they are; all others are known, and can only say for whom they ask. */
    private static String name(Identity asker, @Nullable String by) {
        if (by == null || by.equals(asker.id())) {
            return asker.id();
        }
        return asker.id().equals(Identity.TOKEN) ? by : asker.id() + " for " + by;
    }

    private static @Nullable String given(byte[] body) {
        if (body.length == 0) {
            return null;
        }
        JsonNode by = member(body);
        if (by != null && by.isMissingNode()) {
            return null;
        }
        if (by == null || !by.isTextual() || !fits(by.textValue())) {
            throw Refused.badRequest("the body says nothing that helps (expected: an empty body, or a JSON object"
                    + " whose \"by\" is " + expected() + ")");
        }
        return by.textValue();
    }

    private static @Nullable JsonNode member(byte[] body) {
        try {
            JsonNode root = Json.read(body);
            return root != null && root.isObject() ? root.path("by") : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String expected() {
        return "a name of 1 to " + MAX_LENGTH + " printable characters";
    }

    private static boolean fits(String name) {
        return !name.isBlank()
                && name.length() <= MAX_LENGTH
                && name.codePoints().allMatch(Asker::isPrintable);
    }

    /** No control characters, and nothing that turns a line of a log or a terminal around. */
    static boolean isPrintable(int character) {
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
