package io.sidetone.call;

/**
 * What became of the other side of a {@code <Dial>}, as its callbacks tell.
 *
 * @param atMs when we learned of it, on the monotonic clock of {@link io.sidetone.speech.Ticks#nowMs}
 */
public record DialProgress(Step step, long atMs) {
    /** Callbacks may come early, late, twice, out of order or never. */
    public enum Step {
        INITIATED,
        ANSWERED,
        ENDED
    }
}
