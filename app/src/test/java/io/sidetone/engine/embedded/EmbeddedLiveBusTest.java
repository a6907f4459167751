package io.sidetone.engine.embedded;

import io.sidetone.engine.Engine;
import io.sidetone.engine.LiveBusContract;

class EmbeddedLiveBusTest extends LiveBusContract {
    @Override
    protected Engine open() {
        return new EmbeddedEngine("test", EmbeddedLimits.DEFAULT);
    }
}
