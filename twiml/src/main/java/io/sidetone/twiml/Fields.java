package io.sidetone.twiml;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single fields of a form; of a repeated field the first value counts. */
record Fields(String request, SortedMap<String, List<String>> form) {
    /** Safe in paths, file names and logs; looser than Twilio's own shape, so that simulated calls may read well. */
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{2,64}");

    String sid(String name) {
        return requireSid(name, required(name));
    }

    @Nullable String optionalSid(String name) {
        String value = optional(name);
        return value == null ? null : requireSid(name, value);
    }

    String required(String name) {
        List<String> values = form.get(name);
        if (values == null || values.isEmpty()) {
            throw new MalformedRequestException("the " + request + " request lacks " + name);
        }
        return values.get(0);
    }

    /** The value, or null when the field is missing or blank. */
    @Nullable String optional(String name) {
        List<String> values = form.get(name);
        return values == null || values.isEmpty() || values.get(0).isBlank() ? null : values.get(0);
    }

    int wholeNumber(String name, int missing) {
        String value = optional(name);
        if (value == null) {
            return missing;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw malformed(name, value, "a whole number", e);
        }
    }

    @Nullable Instant time(String name, DateTimeFormatter format, String expected) {
        String value = optional(name);
        if (value == null) {
            return null;
        }
        try {
            return format.parse(value, Instant::from);
        } catch (DateTimeParseException e) {
            throw malformed(name, value, expected, e);
        }
    }

    private String requireSid(String name, String value) {
        if (!SID.matcher(value).matches()) {
            throw malformed(name, value, "2 to 64 letters and digits", null);
        }
        return value;
    }

    private MalformedRequestException malformed(String name, String value, String expected, @Nullable Exception cause) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        String message = "the " + request + " request has " + name + " \"" + shown + "\"; expected " + expected;
        return cause == null ? new MalformedRequestException(message) : new MalformedRequestException(message, cause);
    }
}
