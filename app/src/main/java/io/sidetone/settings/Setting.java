package io.sidetone.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing an operator can turn.
 *
 * @param name dotted and in kebab-case; {@code *}, {@code <role>} and {@code <name>} stand for a
 *     name of the operator's choice, {@code []} for a place in a list of objects
 * @param fallback the default as an operator would write it; null if there is none, or if it depends
 *     on other settings
 * @param fallbackInWords the same for a reader; empty if there is none
 * @param meaning one line
 */
record Setting<T>(String name, Type<T> type, @Nullable String fallback, String fallbackInWords, String meaning) {
    static <T> Setting<T> of(String name, Type<T> type, String fallback, String meaning) {
        return new Setting<>(name, type, fallback, fallback, meaning);
    }

    static <T> Setting<T> optional(String name, Type<T> type, String meaning) {
        return new Setting<>(name, type, null, "", meaning);
    }

    static <T> Setting<T> byRule(String name, Type<T> type, String fallbackInWords, String meaning) {
        return new Setting<>(name, type, null, fallbackInWords, meaning);
    }

    /** The value of {@link #fallback()}. */
    T standard() {
        if (fallback == null) {
            throw new AssertionError(name + " has no fixed default");
        }
        try {
            return type.read(Given.line(Given.Source.DEFAULT, "default", fallback));
        } catch (Type.Unfit e) {
            throw new AssertionError("the default of " + name, e);
        }
    }

    /** The same setting under the name it has for one role, or at one place of a list. */
    Setting<T> as(String concreteName) {
        return new Setting<>(concreteName, type, fallback, fallbackInWords, meaning);
    }

    /** Secrets may stand in a file of their own. */
    String fileName() {
        return name + "-file";
    }

    /** Every name this setting goes by. */
    List<String> names() {
        return type.secret() ? List.of(name, fileName()) : List.of(name);
    }

    /** Lists of objects have no place in the environment or in a flag. */
    boolean inFileOnly() {
        return name.contains("[]");
    }

    static String environmentName(String name) {
        return "SIDETONE_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
