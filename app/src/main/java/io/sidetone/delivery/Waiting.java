package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Position;

/** An event that a target has not settled yet. */
record Waiting(Position at, CallEvent event, Unsettled.Mark mark) {
    int bytes() {
        return event.data().length;
    }
}
