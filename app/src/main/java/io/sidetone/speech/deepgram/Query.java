package io.sidetone.speech.deepgram;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The query of an address, in the order it is built. */
final class Query {
    private final StringBuilder text = new StringBuilder();

    Query add(String name, String value) {
        text.append(text.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value));
        return this;
    }

    Query addAll(String name, List<String> values) {
        values.forEach(value -> add(name, value));
        return this;
    }

    Query addAll(Map<String, List<String>> options, Predicate<String> names) {
        options.forEach((name, values) -> {
            if (names.test(name)) {
                addAll(name, values);
            }
        });
        return this;
    }

    /** A form's encoder writes spaces as plus signs, which only some servers take back. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
