package io.sidetone.engine.embedded;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text as a search sees it: whole words in any case. */
final class Words {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+");
    private static final Pattern SAYS_SOMETHING = Pattern.compile(".*[\\p{L}\\p{N}\\p{Co}].*");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Words() {}

    /** An expression of FTS5 that asks for all words of a text, and can ask for nothing else; empty without a word. */
    static Optional<String> expression(String text) {
        String words = BETWEEN.splitAsStream(text)
                .filter(word -> SAYS_SOMETHING.matcher(word).matches())
                .map(word -> '"' + word + '"')
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    static long count(String text) {
        return SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).count();
    }
}
