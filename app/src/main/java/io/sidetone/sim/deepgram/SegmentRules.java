package io.sidetone.sim.deepgram;

/**
 * When the vendor speaks on one stream; lengths in samples of the stream's clock.
 *
 * @param endpointing silence that ends an utterance; 0: never
 * @param utteranceEnd gap between words that gives {@code UtteranceEnd}; 0: never
 * @param longestSegment after this much speech a final comes although nobody paused
 * @param interims whether guesses are wanted
 * @param neverSpeechFinal fault: pauses settle words but are not marked
 * @param interimsOnly fault: nothing is ever settled
 * @param shortFinals fault: a final leaves its last word to the next one
 * @param speechFinalOnEmpty fault: the mark comes in an empty final of its own
 * @param duplicateUtteranceEnd fault: the message comes twice
 * @param emptyFinalizeAnswer fault: {@code Finalize} is answered without the words
 */
record SegmentRules(
        int samplesPerSecond,
        long endpointing,
        long utteranceEnd,
        long longestSegment,
        boolean interims,
        boolean neverSpeechFinal,
        boolean interimsOnly,
        boolean shortFinals,
        boolean speechFinalOnEmpty,
        boolean duplicateUtteranceEnd,
        boolean emptyFinalizeAnswer) {}
