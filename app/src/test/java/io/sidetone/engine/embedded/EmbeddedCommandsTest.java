package io.sidetone.engine.embedded;

import io.sidetone.engine.CommandsContract;
import io.sidetone.engine.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCommandsTest extends CommandsContract {
    private final Path dir;

    EmbeddedCommandsTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Override
    protected Engine open() {
        return TestEngines.open(dir);
    }
}
