package io.sidetone.delivery;

import java.util.concurrent.ThreadFactory;

/** Threads that say whose they are and never keep the process alive. */
final class Threads {
    private Threads() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
