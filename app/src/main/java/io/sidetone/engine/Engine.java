package io.sidetone.engine;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Everything that Sidetone needs from its surroundings. Safe on any thread. */
public interface Engine extends AutoCloseable {
    EventLog events();

    LiveBus live();

    Directory directory();

    Archive archive();

    Commands commands();

    Health health();

    /** Stops consuming and flushes what is under way. When it completes, another process may take over. */
    CompletionStage<Void> drain();

    @Override
    void close();

    /**
     * How the engine is.
     *
     * @param ok false while events cannot be made durable
     * @param code of the fault while it is not ok: {@code storage.full} or {@code storage.failed}; else null
     * @param detail for people
     */
    record Health(boolean ok, @Nullable String code, String detail) {}
}
