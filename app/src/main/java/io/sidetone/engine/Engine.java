package io.sidetone.engine;

import java.util.concurrent.CompletionStage;

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
     * @param detail for people
     */
    record Health(boolean ok, String detail) {}
}
