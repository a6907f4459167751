package io.sidetone.sim.deepgram;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The whole vendor is away: what befalls every handshake and every request while it lasts.
 *
 * @param kind how it shows
 * @param status answered by {@link Kind#REFUSING}; 0 otherwise
 * @param retryAfter null: no such header
 * @param breaking what befalls the streams that are open when it begins; null: they go on
 */
public record Outage(Kind kind, int status, @Nullable Duration retryAfter, Fault.@Nullable Break breaking) {
    private static final Outage NONE = new Outage(Kind.NONE, 0, null, null);

    /** How an outage shows. */
    public enum Kind {
        /** There is none. */
        NONE,
        /** Everything is answered with one status. */
        REFUSING,
        /** Connections are taken, requests are read, and nothing is answered. */
        SILENT,
        /** Connections are taken, and ended when the request has come. */
        HANGING_UP
    }

    public static Outage none() {
        return NONE;
    }

    /** Everything is answered with this status, 400 to 599. */
    public static Outage refusing(int status) {
        return refusing(status, null);
    }

    /** Everything is answered with this status, 400 to 599, and told when to come back. */
    public static Outage refusing(int status, @Nullable Duration retryAfter) {
        return new Outage(Kind.REFUSING, Fault.Refuse.checked(status), retryAfter, null);
    }

    /** Connections are taken and nothing is answered. */
    public static Outage silent() {
        return new Outage(Kind.SILENT, 0, null, null);
    }

    /** Connections are taken and ended without a word. */
    public static Outage hangingUp() {
        return new Outage(Kind.HANGING_UP, 0, null, null);
    }

    /** Streams that are open when the outage begins meet this too, at its moment. */
    public Outage breaking(Fault.Break fault) {
        return new Outage(kind, status, retryAfter, fault);
    }

    boolean inForce() {
        return kind != Kind.NONE;
    }
}
