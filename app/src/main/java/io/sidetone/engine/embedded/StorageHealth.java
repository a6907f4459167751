package io.sidetone.engine.embedded;

import io.sidetone.engine.Engine.Health;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the storage at present, and what has been mended. Safe on any thread. */
final class StorageHealth {
    private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Wrong> wrong = new TreeMap<>(); // by what it concerns; guarded by this, like all below
    private final Map<String, String> notices = new TreeMap<>();

    StorageHealth(InstantSource clock) {
        this.clock = clock;
    }

    private record Wrong(String code, String detail, long loggedAtMillis) {}

    /**
     * Something cannot be written now. Logged once a minute at most.
     *
     * @param what it concerns, such as {@code journal}
     */
    synchronized void failing(String what, String code, String detail) {
        Wrong before = wrong.get(what);
        long now = clock.millis();
        long loggedAt = before == null ? now : before.loggedAtMillis;
        if (before == null || now - loggedAt >= BETWEEN_LINES.toMillis()) {
            LOG.error("{}", detail);
            loggedAt = now;
        }
        wrong.put(what, new Wrong(code, detail, loggedAt));
    }

    synchronized void works(String what) {
        if (wrong.remove(what) != null) {
            LOG.warn("{}: all is well again", what);
        }
    }

    synchronized boolean isFailing(String what) {
        return wrong.containsKey(what);
    }

    synchronized boolean isWell() {
        return wrong.isEmpty();
    }

    /**
     * Something that people should know of, though all works.
     *
     * @return true if there was none of it before
     */
    synchronized boolean notice(String what, String detail) {
        return notices.put(what, detail) == null;
    }

    synchronized void forget(String what) {
        notices.remove(what);
    }

    /** @param detail when all is well */
    synchronized Health health(String detail) {
        StringBuilder all = new StringBuilder();
        wrong.values().forEach(it -> all.append(it.detail).append("; "));
        notices.values().forEach(it -> all.append(it).append("; "));
        all.append(detail);
        return new Health(wrong.isEmpty(), code(), all.toString());
    }

    private @Nullable String code() {
        boolean full = wrong.values().stream().anyMatch(it -> it.code.equals("storage.full"));
        return wrong.isEmpty() ? null : full ? "storage.full" : "storage.failed";
    }
}
