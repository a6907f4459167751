package io.sidetone.sim.deepgram;

import java.util.List;

/**
 * What one speaker says in a recording: the sound and the words in it.
 *
 * <p>Immutable; the samples are never handed out.
 */
public final class Track {
    private final String name;
    private final String language;
    private final short[] samples;
    private final List<Word> words;

    /**
     * Copies the samples.
     *
     * @param name for messages, such as {@code hello/agent}
     * @param language BCP 47 tag
     * @param samples 8 kHz linear
     * @param words in the order they are spoken, not overlapping
     */
    public Track(String name, String language, short[] samples, List<Word> words) {
        this.name = name;
        this.language = language;
        this.samples = samples.clone();
        this.words = List.copyOf(words);
        int end = 0;
        for (Word word : this.words) {
            if (word.start() < end || word.end() > samples.length) {
                throw new IllegalArgumentException(
                        "%s: word '%s' at samples %d to %d (expected: after %d and before the track's end at %d)"
                                .formatted(name, word.word(), word.start(), word.end(), end, samples.length));
            }
            end = word.end();
        }
    }

    public String name() {
        return name;
    }

    public String language() {
        return language;
    }

    public List<Word> words() {
        return words;
    }

    /** The words joined as they stand in the script. */
    public String text() {
        return String.join(" ", words.stream().map(Word::punctuated).toList());
    }

    int length() {
        return samples.length;
    }

    short sample(int index) {
        return samples[index];
    }

    /** Number of the first word that ends after this sample; the number of words if there is none. */
    int wordAfter(int sample) {
        int low = 0;
        int high = words.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words.get(middle).end() <= sample) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public String toString() {
        return name;
    }
}
