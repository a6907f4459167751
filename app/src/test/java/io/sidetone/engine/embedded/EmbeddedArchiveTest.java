package io.sidetone.engine.embedded;

import io.sidetone.engine.ArchiveContract;
import io.sidetone.engine.Engine;

class EmbeddedArchiveTest extends ArchiveContract {
    @Override
    protected Engine open() {
        return new EmbeddedEngine("test", EmbeddedLimits.DEFAULT);
    }
}
