package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a group knows about one shard, whoever owns it, and who does. Confined to the shard's thread. */
final class ShardGroup {
    final Map<String, EventLog.Progress> progress = new HashMap<>();

    private final LogShard shard;
    private final Deque<EventLog.Consumer> members = new ArrayDeque<>();
    private Position head = Position.START;
    private @Nullable OwnedShard owned;
    private EventLog.@Nullable Consumer owner;

    ShardGroup(LogShard shard) {
        this.shard = shard;
    }

    Position head() {
        return head;
    }

    /** Never goes back: an older head would only repeat what is settled. */
    void head(Position position) {
        if (position.compareTo(head) > 0) {
            head = position;
            shard.headMoved();
        }
    }

    void join(EventLog.Consumer member) {
        members.add(member);
        openIfFree();
    }

    void leave(EventLog.Consumer member) {
        members.remove(member);
        if (owner == member) {
            closeOwned();
            openIfFree();
        }
    }

    void leaveAll() {
        members.clear();
        closeOwned();
    }

    void pump() {
        if (owned != null) {
            owned.pump();
        }
    }

    private void openIfFree() {
        EventLog.Consumer next = members.peek();
        if (owned == null && next != null) {
            OwnedShard opening = new OwnedShard(shard, this);
            owned = opening;
            owner = next;
            opening.open(next);
        }
    }

    private void closeOwned() {
        OwnedShard closing = owned;
        owned = null;
        owner = null;
        if (closing != null) {
            closing.close();
        }
    }
}
