package io.sidetone.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What browser code shows where it can set no header: good once, for half a minute, for one page's origin. Only hashes
 * are kept. Any thread.
 */
final class Tickets {
    static final Duration LIFE = Duration.ofSeconds(30);
    static final String PREFIX = "dk1_";

    /** Tickets that wait to be shown; who asks for more is told to come later. */
    static final int MOST = 10_000;

    private record Issued(Identity identity, String origin, long untilMillis) {}

    private final InstantSource clock;
    private final Map<String, Issued> waiting = new LinkedHashMap<>(); // oldest first; guarded by itself

    Tickets(InstantSource clock) {
        this.clock = clock;
    }

    /** @return null if too many wait */
    @Nullable Ticket issue(Identity identity, String origin) {
        String ticket = PREFIX + Digest.secret();
        long now = clock.millis();
        long until = now + LIFE.toMillis();
        synchronized (waiting) {
            waiting.values().removeIf(it -> now >= it.untilMillis);
            if (waiting.size() >= MOST) {
                return null;
            }
            waiting.put(Digest.of(ticket), new Issued(identity, origin, until));
        }
        return new Ticket(ticket, until);
    }

    /**
     * Takes the ticket; whatever comes of it, it is gone.
     *
     * @param origin of the page that shows it
     * @return whom it was issued to, or null if it is not good, or not here
     */
    @Nullable Identity redeem(String ticket, @Nullable String origin) {
        Issued issued;
        synchronized (waiting) {
            issued = waiting.remove(Digest.of(ticket));
        }
        boolean good = issued != null && clock.millis() < issued.untilMillis && issued.origin.equalsIgnoreCase(origin);
        return good ? issued.identity : null;
    }
}
