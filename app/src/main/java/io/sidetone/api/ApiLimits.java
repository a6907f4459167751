package io.sidetone.api;

import java.time.Duration;

/**
 * What one answer, and all of them together, may cost.
 *
 * @param page items that a page has unless somebody asks for another number
 * @param mostPage items that a page may have
 * @param parameters in one query
 * @param ids in one wish to send again or to drop
 * @param longestWait longest time for which a request for events may wait
 * @param waiting requests for events that may wait at once; above it 503
 * @param exports transcripts that may be under way at once; above it 503
 * @param threads that turn what was found into JSON
 * @param queued answers that may wait for those threads; above it 503
 */
record ApiLimits(
        int page,
        int mostPage,
        int parameters,
        int ids,
        Duration longestWait,
        int waiting,
        int exports,
        int threads,
        int queued) {
    static final ApiLimits DEFAULT = new ApiLimits(50, 500, 64, 1_000, Duration.ofSeconds(60), 256, 8, 2, 1_024);
}
