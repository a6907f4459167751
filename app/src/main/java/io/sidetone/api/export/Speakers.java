package io.sidetone.api.export;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the legs of a transcript are called. */
final class Speakers {
    private final Map<String, String> names = new HashMap<>(); // by legId

    Speakers(Transcript transcript, Look look) {
        transcript.legs().forEach(leg -> names.put(leg.legId(), name(leg, look.names())));
    }

    /** @return empty for the whole call */
    String of(@Nullable String legId) {
        return legId == null ? "" : names.getOrDefault(legId, legId);
    }

    private static String name(Transcript.Leg leg, Look.Names names) {
        String role = capitalized(leg.role());
        return switch (names) {
            case ROLE -> role;
            case NAME -> leg.name();
            case BOTH -> leg.name().equals(role) ? role : role + " (" + leg.name() + ")";
        };
    }

    /** {@code technician} as a person would write it. */
    static String capitalized(String role) {
        String line = Plain.line(role);
        if (line.isEmpty()) {
            return line;
        }
        int first = line.offsetByCodePoints(0, 1);
        return new StringBuilder()
                .appendCodePoint(Character.toTitleCase(line.codePointAt(0)))
                .append(line, first, line.length())
                .toString();
    }
}
