package io.sidetone.engine.embedded;

import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEventLogTest extends EventLogContract {
    private final Path dir;

    EmbeddedEventLogTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Override
    protected Engine open() {
        return TestEngines.open(dir, TestEngines.LIMITS.withTailEvents(tailEvents()));
    }

    @Override
    protected int tailEvents() {
        return 20;
    }
}
