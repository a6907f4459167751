package io.sidetone.engine.embedded;

import io.sidetone.engine.DirectoryContract;
import io.sidetone.engine.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDirectoryTest extends DirectoryContract {
    private final Path dir;

    EmbeddedDirectoryTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Override
    protected Engine open() {
        return TestEngines.open(dir);
    }
}
