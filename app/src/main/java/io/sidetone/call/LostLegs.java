package io.sidetone.call;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Legs of this process whose stream was lost and that wait for another. Whoever takes one out has it, and
 * nobody else; so a stream that comes at the last moment and the end of the waiting cannot both win. Any thread.
 */
final class LostLegs {
    private final ConcurrentHashMap<Key, Lost> lost = new ConcurrentHashMap<>();

    /** What makes a leg the same one, whichever stream carries it. */
    record Key(String callId, String callSid, Track track) {}

    /**
     * A leg that waits.
     *
     * @param streamSid the stream it has lost
     * @param newestMs call time of the end of its newest audio
     */
    record Lost(LegPost post, String streamSid, long newestMs) {}

    void put(Key key, Lost leg) {
        Lost older = lost.put(key, leg);
        if (older != null) {
            older.post().replaced();
        }
    }

    /** The leg, which is the caller's from now on; null if none waits there. */
    @Nullable Lost take(Key key) {
        return lost.remove(key);
    }

    /** False if somebody else has taken the leg. */
    boolean takeBack(Key key, Lost leg) {
        return lost.remove(key, leg);
    }

    boolean has(Key key) {
        return lost.containsKey(key);
    }

    /** Ends the waiting of all legs that {@code which} holds for. */
    void giveUp(BiPredicate<Key, Lost> which, EndReason reason) {
        lost.forEach((key, leg) -> {
            if (which.test(key, leg)) {
                leg.post().giveUp(reason);
            }
        });
    }
}
