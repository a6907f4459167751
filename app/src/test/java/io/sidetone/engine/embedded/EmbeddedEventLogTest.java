package io.sidetone.engine.embedded;

import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLogContract;

class EmbeddedEventLogTest extends EventLogContract {
    @Override
    protected Engine open() {
        return new EmbeddedEngine("test", EmbeddedLimits.DEFAULT.withTailEvents(tailEvents()));
    }

    @Override
    protected int tailEvents() {
        return 20;
    }
}
