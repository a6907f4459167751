package io.sidetone.settings;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting, for a reader.
 *
 * @param name as in the file; {@code *}, {@code <role>} and {@code <name>} stand for a name of your choice, {@code []}
 *     for each object of a list
 * @param fallback its default, a value or a rule in words; empty if there is none
 * @param meaning one line; backticks mark code
 * @param environment its name there; null if it can stand in the file only
 */
public record Explained(
        String name,
        String fallback,
        String meaning,
        @Nullable String environment) {

    /** The head of a Markdown table of {@link #row() rows}. */
    public static final String HEAD = "| setting | default | meaning | environment |\n|---|---|---|---|";

    static Stream<Explained> of(Setting<?> setting) {
        Explained itself = new Explained(
                setting.name(), setting.fallbackInWords(), setting.meaning(), environment(setting, setting.name()));
        if (!setting.type().secret()) {
            return Stream.of(itself);
        }
        String meaning = "A file with `" + setting.name() + "` in it, instead of the setting itself.";
        return Stream.of(
                itself, new Explained(setting.fileName(), "", meaning, environment(setting, setting.fileName())));
    }

    private static @Nullable String environment(Setting<?> setting, String name) {
        return setting.inFileOnly() ? null : Setting.environmentName(name);
    }

    /** This setting as a row of a Markdown table. */
    public String row() {
        String value = fallback.isEmpty() || fallback.contains(" ") || fallback.contains("`")
                ? fallback
                : "`" + fallback + "`";
        return "| `%s` | %s | %s | %s |"
                .formatted(name, value, meaning, environment == null ? "file only" : "`" + environment + "`");
    }
}
