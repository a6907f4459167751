package io.sidetone.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from; what comes first wins.
 *
 * @param flags values by the full name of their setting, such as {@code http.port}; an empty one takes
 *     back what the environment and the file say
 * @param environment all of it; names that do not concern us, and empty values, are passed over
 * @param file a settings file that must be there, or null for none
 */
public record Sources(
        Map<String, String> flags,
        Map<String, String> environment,
        @Nullable Path file) {
    /** The file that is read when none is named, if it is there. */
    public static final Path USUAL_FILE = Path.of("sidetone.yaml");

    public Sources {
        flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
        environment = Map.copyOf(environment);
    }

    /**
     * This process's own sources.
     *
     * @param config the file named on the command line; null takes {@link #USUAL_FILE} of the working
     *     directory if it is there
     */
    public static Sources ofProcess(Map<String, String> flags, @Nullable Path config) {
        Path usual = Files.exists(USUAL_FILE) ? USUAL_FILE : null;
        return new Sources(flags, System.getenv(), config == null ? usual : config);
    }
}
