package io.sidetone.engine.embedded;

import io.sidetone.engine.CommandsContract;
import io.sidetone.engine.Engine;

class EmbeddedCommandsTest extends CommandsContract {
    @Override
    protected Engine open() {
        return new EmbeddedEngine("test", EmbeddedLimits.DEFAULT);
    }
}
