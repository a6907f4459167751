package io.sidetone.settings;

import static io.sidetone.fuzz.Input.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A settings file is read, or refused with all that is wrong with it. */
public final class SettingsFuzz {
    private SettingsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Path file = Files.createTempFile("fuzz", ".yaml");
            try {
                read(Files.write(file, data));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the disk failed", e);
        }
    }

    private static void read(Path file) {
        try {
            require(
                    !Settings.read(new Sources(Map.of(), Map.of(), file))
                            .describe()
                            .isEmpty(),
                    "all are in force");
        } catch (BadSettings e) {
            require(String.valueOf(e.getMessage()).contains("expected"), "a refusal says what was expected");
        }
    }
}
