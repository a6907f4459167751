package io.sidetone.speech;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a vendor did not do what was asked, and what may be done about it.
 *
 * @param code the fault it is, one of the constants here; names of the contracts
 * @param remedy what helps; the vendor's room decides it from a table, the room above acts on it
 * @param retryAfter what the vendor asked us to wait, or null
 * @param message for people: what, got, expected, what to do
 */
public record Failure(String code, Remedy remedy, @Nullable Duration retryAfter, String message) {
    public static final String REFUSED = "stt.refused";
    public static final String THROTTLED = "stt.throttled";
    public static final String UNAVAILABLE = "stt.unavailable";
    public static final String DISCONNECTED = "stt.disconnected";
    public static final String STUCK = "stt.stuck";

    /** What helps against a failure. */
    public enum Remedy {
        /** Another connection, at once: what broke was this one. */
        RECONNECT,
        /** Another attempt, later and later: the vendor has trouble. */
        BACK_OFF,
        /** Waiting: as many streams or requests are open as the account may have. */
        WAIT_FOR_ROOM,
        /** Nothing for this leg: what it asks for will be refused again. */
        NEVER_FOR_LEG,
        /** Nothing for any leg: the key or the address is not accepted. */
        NEVER
    }

    /** Whether trying again can help. */
    public boolean isLasting() {
        return remedy == Remedy.NEVER_FOR_LEG || remedy == Remedy.NEVER;
    }
}
