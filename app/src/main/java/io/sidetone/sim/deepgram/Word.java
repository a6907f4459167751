package io.sidetone.sim.deepgram;

/**
 * One spoken word of a recording.
 *
 * @param word lower case, bare
 * @param punctuated as it stands in the sentence
 * @param start first sample, counted from the recording's beginning
 * @param end sample after the last
 */
public record Word(String word, String punctuated, int start, int end) {
    public Word {
        if (word.isBlank() || punctuated.isBlank()) {
            throw new IllegalArgumentException("word at sample " + start + ": blank (expected: some text)");
        }
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "word '%s': samples %d to %d (expected: 0 <= start < end)".formatted(word, start, end));
        }
    }

    int length() {
        return end - start;
    }
}
