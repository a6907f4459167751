package io.sidetone.alerts;

import java.util.List;

/**
 * Finds one word or pattern in folded text: begins at the first step, wherever in the text it likes.
 *
 * @param steps each goes on at the next one, but for {@link Step.Fork} and {@link Step.Found}
 */
public record Machine(List<Step> steps) {
    /** Longest word, phrase or pattern, in characters. */
    public static final int MOST_CHARACTERS = 200;

    /** Largest machine: a pattern that repeats what repeats is refused at the start, not felt at the desk. */
    public static final int MOST_STEPS = 500;

    public Machine {
        steps = List.copyOf(steps);
    }

    /**
     * For whole words, with any white space between them.
     *
     * @throws Unfit if there is nothing to look for, or too much
     */
    public static Machine ofWords(String words) throws Unfit {
        checkLength(words);
        return new Builder().build(Words.parse(words));
    }

    /**
     * For a regular expression.
     *
     * @throws Unfit if it is none, or takes what machines cannot do, or is found in no characters at all
     */
    public static Machine ofPattern(String pattern) throws Unfit {
        checkLength(pattern);
        Node node = new PatternReader(pattern).read();
        if (node.matchesNothing()) {
            throw new Unfit("it is found in any text, as it may be empty");
        }
        return new Builder().build(node);
    }

    private static void checkLength(String text) throws Unfit {
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            throw new Unfit("it has more than " + MOST_CHARACTERS + " characters");
        }
    }
}
