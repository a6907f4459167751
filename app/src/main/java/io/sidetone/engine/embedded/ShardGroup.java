package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a group knows about one shard, whoever owns it, and who does. Confined to the shard's thread. */
final class ShardGroup {
    private final LogShard shard;
    private final String name;
    private final Map<String, EventLog.Progress> progress;
    private final Deque<EventLog.Consumer> members = new ArrayDeque<>();
    private Position head;
    private @Nullable OwnedShard owned;
    private EventLog.@Nullable Consumer owner;

    ShardGroup(LogShard shard, String name, SavedGroup saved) {
        this.shard = shard;
        this.name = name;
        this.head = saved.head();
        this.progress = saved.progress();
    }

    Position head() {
        return head;
    }

    /** Never goes back: an older head would only repeat what is settled. */
    void head(Position position) {
        if (position.compareTo(head) > 0) {
            head = position;
            shard.state().head(name, shard.id(), position);
        }
    }

    Map<String, EventLog.Progress> progress() {
        return Collections.unmodifiableMap(progress);
    }

    CompletionStage<Void> save(String key, EventLog.@Nullable Progress now) {
        if (shard.isErased(key.substring(key.lastIndexOf('/') + 1))) {
            return CompletableFuture.completedFuture(null); // nothing of the call is to be kept any more
        }
        if (now == null) {
            progress.remove(key);
        } else {
            progress.put(key, now);
        }
        return shard.state().progress(name, shard.id(), key, now);
    }

    void erase(String callId) {
        progress.keySet().removeIf(key -> key.endsWith("/" + callId));
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
