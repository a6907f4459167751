package io.sidetone.engine.embedded;

import io.sidetone.engine.DirectoryContract;
import io.sidetone.engine.Engine;

class EmbeddedDirectoryTest extends DirectoryContract {
    @Override
    protected Engine open() {
        return new EmbeddedEngine("test", EmbeddedLimits.DEFAULT);
    }
}
