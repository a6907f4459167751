package io.sidetone.engine.embedded;

import io.sidetone.engine.Engine;
import io.sidetone.engine.LiveBusContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLiveBusTest extends LiveBusContract {
    private final Path dir;

    EmbeddedLiveBusTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Override
    protected Engine open() {
        return TestEngines.open(dir);
    }
}
