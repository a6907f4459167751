package io.sidetone.delivery;

import io.sidetone.engine.Position;

/** What brings an event back after a crash, as long as it is open: the shard's head, or a lane's marker. */
interface Cover {
    void open(Position at);

    void settle(Position at);
}
