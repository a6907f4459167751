package io.sidetone.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * Whether a viewer keeps up. Who is behind for 2 s gets no guesses and rates until it has kept up for 5 s: what is
 * left then goes to what must not be missed. Writer thread only.
 */
final class Pace {
    private boolean behind;
    private boolean suspended;
    private long sinceNanos;

    Pace(long nowNanos) {
        sinceNanos = nowNanos;
    }

    boolean suspended() {
        return suspended;
    }

    /** Notes how it is now; gives the code of the notice if that changes anything, else null. */
    @Nullable String observe(boolean isBehind, long nowNanos) {
        if (isBehind != behind) {
            behind = isBehind;
            sinceNanos = nowNanos;
        }
        long lastedNanos = nowNanos - sinceNanos;
        if (behind && !suspended && lastedNanos >= FeedLimits.BEHIND.toNanos()) {
            suspended = true;
            return "interims_suspended";
        } else if (!behind && suspended && lastedNanos >= FeedLimits.KEEPS_UP.toNanos()) {
            suspended = false;
            return "interims_resumed";
        }
        return null;
    }
}
