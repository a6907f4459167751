package io.sidetone.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The webhooks' targets, as far as an operator may see and steer them. Any thread; nothing waits. */
public interface Targets {
    List<Target> list();

    /** Tries a target that is suspended or gone at once. False if there is none of that name. */
    boolean resume(String name);

    /** Somebody wishes for deliveries to be made again: they are in the archive. */
    void repeat();

    /**
     * One target.
     *
     * @param url without what may be secret in it
     * @param state {@code ok}, {@code catching-up}, {@code suspended} or {@code gone}
     * @param sinceMillis when it came into this state, milliseconds since 1970
     * @param reason what its last failure was, for people, or null
     * @param inFlight requests under way
     * @param concurrency how many it is given at once at the most
     * @param lagMillis age of the oldest event that waits for it, 0 if none does
     */
    record Target(
            String name,
            String url,
            String state,
            long sinceMillis,
            @Nullable String reason,
            int inFlight,
            int concurrency,
            long lagMillis) {}
}
