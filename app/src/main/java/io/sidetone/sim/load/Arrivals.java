package io.sidetone.sim.load;

/**
 * What has come to both sinks.
 *
 * @param requests POSTs to the webhook, of whatever kind
 * @param missing chunks that have not come while later ones have: lost for certain, while {@code audio.lost} counts
 *     those under way too
 */
record Arrivals(AudioCounts audio, FinalCounts finals, Upstream upstream, long requests, long missing) {}
