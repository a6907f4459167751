package io.sidetone.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A session's id is known to its browser only: here is its hash. They end by age, when nobody uses
 * them, when somebody signs out, and all of them with the process. Any thread.
 */
public final class Sessions {
    /** Sessions at once; the oldest makes room. */
    static final int MOST = 10_000;

    /** Of one user, so that one who signs in all the time does not push the others out. */
    static final int MOST_OF_ONE = 50;

    /** Told of every session that ends before its time. On any thread, must be quick. */
    public interface Listener {
        /**
         * @param session as {@link Identity#session()}
         * @param successor the same browser's new one, or null
         */
        void ended(String session, @Nullable Identity successor);
    }

    /**
     * A session that has just begun.
     *
     * @param cookie what its browser is to keep
     * @param csrf what its pages send along with every change
     */
    public record Opened(String cookie, String csrf, Identity identity) {
        @Override
        public String toString() {
            return "a session of " + identity.id();
        }
    }

    private static final class Session {
        final Identity identity;
        long usedMillis;

        Session(Identity identity, long nowMillis) {
            this.identity = identity;
            this.usedMillis = nowMillis;
        }
    }

    private final Duration life;
    private final Duration idle;
    private final InstantSource clock;
    private final Map<String, Session> byKey = new LinkedHashMap<>(); // oldest first; guarded by itself
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Sessions(Duration life, Duration idle, InstantSource clock) {
        this.life = life;
        this.idle = idle;
        this.clock = clock;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** How long one lasts at the most. */
    public Duration life() {
        return life;
    }

    /** @param formerCookie of the same browser, or null: that session ends */
    Opened open(Account account, @Nullable String formerCookie) {
        String cookie = Digest.secret();
        String key = Digest.of(cookie);
        long now = clock.millis();
        Identity identity = account.identity().by(Identity.Means.COOKIE, now + life.toMillis(), key);
        List<String> gone = new ArrayList<>();
        synchronized (byKey) {
            makeRoom(account.name(), now, gone);
            byKey.put(key, new Session(identity, now));
        }
        gone.forEach(it -> tell(it, null));
        if (formerCookie != null) {
            end(Digest.of(formerCookie), identity);
        }
        return new Opened(cookie, csrf(cookie), identity);
    }

    private void makeRoom(String user, long now, List<String> gone) {
        byKey.entrySet().removeIf(it -> isOver(it.getValue(), now) && gone.add(it.getKey()));
        long ofUser = byKey.values().stream()
                .filter(it -> it.identity.id().equals(user))
                .count();
        Iterator<Map.Entry<String, Session>> oldestFirst = byKey.entrySet().iterator();
        while (oldestFirst.hasNext() && (ofUser >= MOST_OF_ONE || byKey.size() >= MOST)) {
            Map.Entry<String, Session> oldest = oldestFirst.next();
            boolean his = oldest.getValue().identity.id().equals(user);
            if (his || ofUser < MOST_OF_ONE) {
                ofUser -= his ? 1 : 0;
                oldestFirst.remove();
                gone.add(oldest.getKey());
            }
        }
    }

    private boolean isOver(Session session, long now) {
        return now >= session.identity.expiresAtMillis() || now - session.usedMillis >= idle.toMillis();
    }

    /** Whose session this cookie opens, or null; counts as use. */
    @Nullable Identity find(String cookie) {
        return use(Digest.of(cookie));
    }

    /** Whether a session, as {@link Identity#session()}, still holds; counts as use. */
    public boolean keepAlive(String session) {
        return use(session) != null;
    }

    private @Nullable Identity use(String key) {
        long now = clock.millis();
        synchronized (byKey) {
            Session session = byKey.get(key);
            if (session == null) {
                return null;
            }
            if (!isOver(session, now)) {
                session.usedMillis = now;
                return session.identity;
            }
            byKey.remove(key);
        }
        tell(key, null);
        return null;
    }

    /** Signs out; of a session that is over already, nothing is told. */
    public void end(String session) {
        end(session, null);
    }

    private void end(String key, @Nullable Identity successor) {
        boolean was;
        synchronized (byKey) {
            was = byKey.remove(key) != null;
        }
        if (was) {
            tell(key, successor);
        }
    }

    private void tell(String key, @Nullable Identity successor) {
        listeners.forEach(it -> it.ended(key, successor));
    }

    int count() {
        synchronized (byKey) {
            return byKey.size();
        }
    }

    /** What the pages of a session send along: only who has the cookie can know it, and it does not tell the cookie. */
    static String csrf(String cookie) {
        return Digest.of("csrf " + cookie);
    }
}
