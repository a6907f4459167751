package io.sidetone.engine.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Small maps and sets of text as a column of JSON; what is empty is null there. */
final class Labels {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};
    private static final TypeReference<Set<String>> SET = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Long>> NUMBERS = new TypeReference<>() {};

    private Labels() {}

    static @Nullable String json(Map<String, String> labels) {
        return labels.isEmpty() ? null : write(new TreeMap<>(labels));
    }

    static @Nullable String json(Set<String> texts) {
        return texts.isEmpty() ? null : write(new TreeSet<>(texts));
    }

    static @Nullable String json(List<Long> numbers) {
        return numbers.isEmpty() ? null : write(numbers);
    }

    static Map<String, String> read(@Nullable String json) {
        return json == null ? Map.of() : read(json, MAP);
    }

    static Set<String> readSet(@Nullable String json) {
        return json == null ? Set.of() : read(json, SET);
    }

    static List<String> readList(@Nullable String json) {
        return json == null ? List.of() : read(json, TEXTS);
    }

    static List<Long> readNumbers(@Nullable String json) {
        return json == null ? List.of() : read(json, NUMBERS);
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // plain text can always be written
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not what was written: " + json, e);
        }
    }
}
