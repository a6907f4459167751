package io.sidetone.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs things later. Safe on any thread. */
public interface Timer {
    /** Has {@code thread} run the task once the delay is over, by a clock that never steps. */
    Wait after(Duration delay, Executor thread, Runnable task);

    /** Something that is to run later. */
    interface Wait {
        /** Lets go of it, unless it is under way already. */
        void cancel();
    }
}
