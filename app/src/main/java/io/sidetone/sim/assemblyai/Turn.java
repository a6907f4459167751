package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.HeardWord;
import java.util.List;

/**
 * What is said of the turn under way, or of one that has just ended.
 *
 * @param settledWords how many of the words will not change; all of them at the end
 * @param confidence that the turn is over
 */
record Turn(int order, boolean ended, boolean formatted, int settledWords, double confidence, List<HeardWord> words) {
    Turn {
        words = List.copyOf(words);
    }
}
