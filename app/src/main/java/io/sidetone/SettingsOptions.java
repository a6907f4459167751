package io.sidetone;

import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where settings come from; the same for every command that needs them. */
final class SettingsOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "settings file (default: sidetone.yaml in the working directory, if there is one)")
    private @Nullable Path file;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "NAME=VALUE",
            description = "one setting, such as http.port=8081; goes before the environment and the file")
    private Map<String, String> given = new LinkedHashMap<>();

    /** Reads the settings, or fails naming everything that is wrong with them. */
    Settings read() {
        return Settings.read(Sources.ofProcess(given, file));
    }
}
