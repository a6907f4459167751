package io.sidetone.call;

import org.jspecify.annotations.Nullable;

/**
 * What became of the other side of a {@code <Dial>}, as its callbacks tell.
 *
 * @param atMs when it happened, as far as is known, in milliseconds on the event loops' monotonic clock
 * @param dialledSid CallSid of the leg that was dialled, so that a late report of one dial does not count for the
 *     next; null if the report does not say
 */
public record DialProgress(Step step, long atMs, @Nullable String dialledSid) {
    /** Callbacks may come early, late, twice, out of order or never. */
    public enum Step {
        INITIATED,
        ANSWERED,
        ENDED
    }
}
