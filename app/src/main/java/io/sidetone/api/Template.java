package io.sidetone.api;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shape of addresses, such as {@code /calls/{callId}/transcript.{extension}}: a segment ends in one variable at most. */
final class Template {
    private record Segment(String text, @Nullable String variable) {
        static Segment of(String segment) {
            int brace = segment.indexOf('{');
            return brace < 0
                    ? new Segment(segment, null)
                    : new Segment(segment.substring(0, brace), segment.substring(brace + 1, segment.length() - 1));
        }

        boolean matches(String given, Map<String, String> variables) {
            if (variable == null) {
                return given.equals(text);
            }
            if (!given.startsWith(text) || given.length() == text.length()) {
                return false;
            }
            variables.put(variable, decoded(given.substring(text.length())));
            return true;
        }

        /** As it stands, if its percent signs make no sense: then it is nobody's name. */
        private static String decoded(String raw) {
            try {
                return QueryStringDecoder.decodeComponent(raw.replace("+", "%2B"));
            } catch (IllegalArgumentException e) {
                return raw;
            }
        }
    }

    private final String text;
    private final List<Segment> segments;

    Template(String text) {
        this.text = text;
        this.segments = Arrays.stream(text.split("/", -1)).map(Segment::of).toList();
    }

    /** The variables' values, decoded, or null if the path has another shape. */
    @Nullable Map<String, String> match(String path) {
        String[] given = path.split("/", -1);
        if (given.length != segments.size()) {
            return null;
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < given.length; i++) {
            if (!segments.get(i).matches(given[i], variables)) {
                return null;
            }
        }
        return variables;
    }

    @Override
    public String toString() {
        return text;
    }
}
