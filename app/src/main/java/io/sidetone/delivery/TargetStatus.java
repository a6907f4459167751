package io.sidetone.delivery;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one target is, for operators.
 *
 * @param name of the target
 * @param url without what may be secret in it
 * @param sinceMillis when it came into this state, milliseconds since 1970
 * @param reason what its last failure was while it is suspended or gone, for people; else null
 * @param inFlight requests under way
 * @param concurrency how many it is given at once at the most, as it has proved to take
 * @param lagMillis age of the oldest event that waits for it, 0 if none does
 */
public record TargetStatus(
        String name,
        String url,
        State state,
        long sinceMillis,
        @Nullable String reason,
        int inFlight,
        int concurrency,
        long lagMillis) {

    public enum State {
        /** It gets what happens as it happens. */
        OK(0),
        /** It is well again and gets what it has missed, beside what is new. */
        CATCHING_UP(1),
        /** It is down: nothing is sent but a probe now and then. */
        SUSPENDED(2),
        /** It wants nothing any more (410), until somebody resumes it. */
        GONE(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** As metrics show it. */
        int number() {
            return number;
        }

        /** As it is written for programs: {@code ok}, {@code catching-up}, {@code suspended}, {@code gone}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
