package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a body that is one JSON object. */
final class Body extends Given {
    private final ObjectNode members;

    /** @throws Refused if the body is anything else */
    static Body of(Question asked) {
        try {
            if (Json.read(asked.body()) instanceof ObjectNode object) {
                return new Body(object);
            }
        } catch (IOException e) {
            throw notAnObject();
        }
        throw notAnObject();
    }

    private static Refused notAnObject() {
        return Refused.badRequest("the body is not a JSON object (expected: one, in UTF-8)");
    }

    private Body(ObjectNode members) {
        this.members = members;
    }

    @Override
    @Nullable String value(String name) {
        JsonNode value = members.path(name);
        if (value.isContainerNode()) {
            throw Refused.parameter(name, "is an object or a list", "a single value");
        }
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** A text that no answer ever repeats, whatever is wrong with it; null if it was not given. */
    @Nullable String secret(String name, int longest) {
        know(name);
        JsonNode value = members.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > longest) {
            throw Refused.parameter(name, "will not do", "a text of 1 to " + longest + " characters");
        }
        return value.textValue();
    }

    /** A list of texts; empty if it was not given. */
    Set<String> texts(String name, int most) {
        know(name);
        JsonNode value = members.path(name);
        if (value.isMissingNode()) {
            return Set.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        value.forEach(it -> texts.add(it.isTextual() ? it.textValue() : ""));
        if (!value.isArray() || texts.isEmpty() || texts.contains("") || value.size() > most) {
            throw Refused.parameter(name, "is not a list that will do", "1 to " + most + " strings");
        }
        return texts;
    }

    /** A list of texts, which may be empty but must be given. */
    List<String> list(String name, String expected) {
        know(name);
        JsonNode value = members.path(name);
        List<String> texts = new ArrayList<>();
        value.forEach(it -> texts.add(it.isTextual() ? it.textValue() : ""));
        if (!value.isArray() || texts.contains("")) {
            throw Refused.parameter(name, value.isMissingNode() ? "is missing" : "is not a list of texts", expected);
        }
        return texts;
    }

    @Override
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        members.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
