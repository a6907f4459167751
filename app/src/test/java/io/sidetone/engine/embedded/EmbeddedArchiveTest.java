package io.sidetone.engine.embedded;

import io.sidetone.engine.ArchiveContract;
import io.sidetone.engine.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedArchiveTest extends ArchiveContract {
    private final Path dir;

    EmbeddedArchiveTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Override
    protected Engine open() {
        return TestEngines.open(dir);
    }
}
