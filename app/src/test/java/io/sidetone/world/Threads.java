package io.sidetone.world;

import java.util.List;

/** What a server leaves behind in its process. */
public final class Threads {
    private static final long PATIENCE_MS = 10_000;

    private Threads() {}

    /** Sidetone's threads that do not end. One that is just ending is waited for. */
    public static List<String> left() throws InterruptedException {
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sidetone-"))
                .toList();
        for (Thread thread : ours) {
            thread.join(PATIENCE_MS);
        }
        return ours.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }
}
