package io.sidetone.settings;

import static io.sidetone.settings.Given.Source.DEFAULT;
import static io.sidetone.settings.Given.Source.FLAG;

import io.sidetone.settings.Given.Place;
import io.sidetone.settings.Given.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks settings up among all that was given, and notes what is in force. Whatever will not do is
 * noted as a problem and a stand-in is returned, so that one start finds everything there is to fix.
 */
final class Lookup {
    private static final Place BY_DEFAULT = new Place(DEFAULT, "default");

    /** A secret's own file: some tokens, one a line. */
    private static final int MOST_SECRET_BYTES = 1 << 16;

    private final Map<String, Given> given;
    private final Problems problems;
    private final List<String> inForce = new ArrayList<>();
    private final Map<String, Integer> objects;

    private Lookup(Map<String, Given> given, Map<String, Integer> objects, Problems problems) {
        this.given = given;
        this.objects = objects;
        this.problems = problems;
    }

    /**
     * Everything that was given.
     *
     * @throws BadSettings at once if there is a file that cannot be read to its end
     */
    static Lookup of(Sources sources, Problems problems) {
        Map<String, Given> given = new LinkedHashMap<>();
        Map<String, Integer> objects = Map.of();
        if (sources.file() != null) {
            SettingsFile file = new SettingsFile(sources.file(), problems);
            file.read();
            given.putAll(file.values());
            objects = file.objects();
        }
        given.putAll(new Environment(sources.environment(), problems).values());
        sources.flags().forEach((name, text) -> given.put(name, Given.line(FLAG, "flag", text)));
        given.values().removeIf(Given::empty);
        return new Lookup(given, objects, problems);
    }

    /** How many objects a list of the file has, such as {@code webhooks}. */
    int objects(String list) {
        return objects.getOrDefault(list, 0);
    }

    /** What is in force so far, one line each. */
    List<String> inForce() {
        return inForce;
    }

    boolean isGiven(Setting<?> setting) {
        return setting.names().stream().anyMatch(given::containsKey);
    }

    /** The value, or the default that the setting has. */
    <T> T value(Setting<T> setting) {
        return value(setting, setting.standard());
    }

    /** The value, or a default that depends on other settings. */
    <T> T value(Setting<T> setting, T byRule) {
        if (!isGiven(setting)) {
            note(setting.name(), setting.type().secret() ? Quoted.HIDDEN : Quoted.value(byRule), BY_DEFAULT);
            return byRule;
        }
        T value = optional(setting);
        return value == null ? byRule : value;
    }

    /** The value, or null if none was given. */
    <T> @Nullable T optional(Setting<T> setting) {
        Given found = find(setting);
        if (found == null) {
            return null;
        }
        try {
            T value = setting.type().read(found);
            note(setting.name(), setting.type().secret() ? Quoted.HIDDEN : Quoted.value(value), found.place());
            return value;
        } catch (Type.Unfit e) {
            problems.add(setting.name(), e.got(), found.place(), setting.type().expected());
            return null;
        }
    }

    /** Names under {@code prefix}, without it, that were given: what stands for {@code *} or a role. */
    Stream<String> namesUnder(String prefix) {
        return given.entrySet().stream()
                .filter(entry -> entry.getValue().shape() != Shape.MAPPING)
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()));
    }

    /** Says that this setting will not do beside the others. */
    void problem(Setting<?> setting, String expected) {
        Given found = setting.names().stream()
                .map(given::get)
                .filter(g -> g != null)
                .findFirst()
                .orElse(null);
        if (found == null) {
            problems.add(setting.name(), "not set", null, expected);
        } else {
            String got = setting.type().secret() ? Quoted.HIDDEN : Quoted.text(String.join(", ", found.texts()));
            problems.add(setting.name(), got, found.place(), expected);
        }
    }

    /**
     * The same, for a part of what was given.
     *
     * @param got that part, and what is wrong with it
     */
    void problem(Setting<?> setting, String got, String expected) {
        Given found = given.get(setting.name());
        problems.add(setting.name(), got, found == null ? null : found.place(), expected);
    }

    /** Names that no setting has, and values where names were expected. */
    void reportUnknown() {
        given.forEach((name, found) -> {
            if (name.contains("[") && found.place().source() == FLAG) {
                problems.add(name, "a list of objects", found.place(), "in the settings file only");
            } else if (Known.named(name).isPresent() || isUnderAValue(name)) {
                return; // what is wrong with it is found when it is read
            } else {
                reportUnknown(name, found);
            }
        });
    }

    private void reportUnknown(String name, Given found) {
        Optional<String> first = Known.firstUnder(name);
        if (first.isEmpty()) {
            problems.add(name, "unknown", found.place(), "a known name; the nearest is " + Known.nearest(name));
        } else if (found.shape() != Shape.MAPPING) {
            problems.add(name, "a value", found.place(), "settings under it, such as " + first.get());
        }
    }

    private static boolean isUnderAValue(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && (Known.named(name.substring(0, dot)).isPresent() || isUnderAValue(name.substring(0, dot)));
    }

    private @Nullable Given find(Setting<?> setting) {
        Given itself = given.get(setting.name());
        Given file = setting.type().secret() ? given.get(setting.fileName()) : null;
        if (file == null || (itself != null && itself.place().beats(file.place()))) {
            return itself;
        }
        if (itself != null && !file.place().beats(itself.place())) {
            problems.add(setting.fileName(), "set beside " + setting.name(), file.place(), "one of the two");
            return null;
        }
        return fromItsOwnFile(setting, file);
    }

    private @Nullable Given fromItsOwnFile(Setting<?> setting, Given file) {
        String path = file.texts().isEmpty() ? "" : file.texts().get(0);
        try {
            List<String> lines = lines(Path.of(path));
            boolean several = setting.type() instanceof Type.Many;
            if (lines.isEmpty() || (lines.size() > 1 && !several)) {
                throw new IOException(lines.size() + " secrets");
            }
            return new Given(file.place(), several ? Shape.LIST : Shape.SCALAR, lines);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    setting.fileName(),
                    Quoted.text(path),
                    file.place(),
                    "a file that can be read, with the secret in it and nothing else");
            return null;
        }
    }

    private static List<String> lines(Path path) throws IOException {
        if (Files.size(path) > MOST_SECRET_BYTES) {
            throw new IOException("longer than any secret");
        }
        return Files.readString(path)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void note(String name, String value, Place place) {
        inForce.add(name + " = " + value + " " + place);
    }
}
