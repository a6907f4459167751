package io.sidetone.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one key may fail. A try counts when it begins, so that many at once gain nothing, and is taken back if it
 * succeeds. Any thread.
 */
final class Throttle {
    /** Keys that are remembered; the one that was longest without a try makes room. */
    static final int MOST_KEYS = 10_000;

    private static final int MOST_DOUBLINGS = 30;

    private static final class Tally {
        long sinceMillis;
        int tries;
        int waits;
        long untilMillis;
    }

    private final IdentitySettings.Tries tries;
    private final InstantSource clock;
    private final Map<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true) { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
                    return size() > MOST_KEYS;
                }
            };

    Throttle(IdentitySettings.Tries tries, InstantSource clock) {
        this.tries = tries;
        this.clock = clock;
    }

    /** An address, or for IPv6 the network of 64 bits that one customer has. */
    static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(bytes, 0, 8) + "/64"
                : address.getHostAddress();
    }

    /** Begins a try, unless there were too many: then says in how many seconds the next may begin, else 0. */
    long begin(String key) {
        long now = clock.millis();
        synchronized (tallies) {
            Tally tally = tallies.computeIfAbsent(key, first -> new Tally());
            if (now < tally.untilMillis) {
                return seconds(tally.untilMillis - now);
            }
            if (now - tally.sinceMillis >= tries.window().toMillis()) {
                tally.sinceMillis = now;
                tally.tries = 0;
                if (now - tally.untilMillis >= tries.longest().toMillis()) {
                    tally.waits = 0;
                }
            }
            if (tally.tries >= tries.failures()) {
                long wait = wait(tally.waits);
                tally.waits++;
                tally.untilMillis = now + wait;
                tally.tries = 0;
                return seconds(wait);
            }
            tally.tries++;
            return 0;
        }
    }

    private long wait(int waits) {
        long doubled = tries.window().toMillis() << Math.min(waits, MOST_DOUBLINGS);
        return Math.min(doubled, tries.longest().toMillis());
    }

    private static long seconds(long millis) {
        return Math.max(1, (millis + 999) / 1_000);
    }

    /** A try that was begun has not failed. */
    void takeBack(String key) {
        synchronized (tallies) {
            Tally tally = tallies.get(key);
            if (tally != null && tally.tries > 0) {
                tally.tries--;
            }
        }
    }

    /** Whoever this is has shown that it is them. */
    void forget(String key) {
        synchronized (tallies) {
            tallies.remove(key);
        }
    }

    int keys() {
        synchronized (tallies) {
            return tallies.size();
        }
    }
}
