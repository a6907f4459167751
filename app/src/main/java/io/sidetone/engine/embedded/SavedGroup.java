package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.HashMap;
import java.util.Map;

/**
 * What a group has saved of one shard; grows while it is read, and belongs to the shard's thread afterwards.
 *
 * @param progress by key
 */
record SavedGroup(Position head, Map<String, EventLog.Progress> progress) {
    static SavedGroup nothing() {
        return new SavedGroup(Position.START, new HashMap<>());
    }

    SavedGroup at(Position newHead) {
        return new SavedGroup(newHead, progress);
    }
}
