package io.sidetone.sim.deepgram;

/**
 * A word found in a stream.
 *
 * @param start first sample of it on the stream's clock
 * @param end sample after its last
 */
public record HeardWord(String word, String punctuated, String language, long start, long end) {}
