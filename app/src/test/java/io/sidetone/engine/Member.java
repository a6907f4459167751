package io.sidetone.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** A member of a group that records what it is given. */
public final class Member implements EventLog.Consumer {
    /** An event where and by whom it was received. */
    public record Received(EventLog.Shard shard, Position at, CallEvent event, String thread) {}

    public final Recorder<Received> received = new Recorder<>();
    public final Recorder<EventLog.Shard> opened = new Recorder<>();
    public final Recorder<EventLog.Shard> closed = new Recorder<>();
    public final Map<Integer, Map<String, EventLog.Progress>> progress = new ConcurrentHashMap<>();
    private final BiConsumer<EventLog.Shard, Received> then;

    public Member() {
        this((shard, received) -> {});
    }

    /** @param then runs on the shard's thread after each event */
    public Member(BiConsumer<EventLog.Shard, Received> then) {
        this.then = then;
    }

    @Override
    public EventLog.Handler opened(EventLog.Shard shard) {
        progress.put(shard.id(), Map.copyOf(shard.progress()));
        opened.add(shard);
        return new EventLog.Handler() {
            @Override
            public void event(Position at, CallEvent event) {
                Received one =
                        new Received(shard, at, event, Thread.currentThread().getName());
                then.accept(shard, one);
                received.add(one);
            }

            @Override
            public void closed(boolean lost) {
                closed.add(shard);
            }
        };
    }
}
