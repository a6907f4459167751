package io.sidetone.redaction;

import java.util.List;

/**
 * What may be shown of a text and of its words.
 *
 * @param words in order, none left out; a masked stretch is one of them
 */
public record Masked(String text, List<Part> words) {
    public Masked {
        words = List.copyOf(words);
    }

    /**
     * What stands for one word, or for several.
     *
     * @param from the first word it stands for
     * @param to behind the last
     */
    public record Part(int from, int to, String text) {}
}
