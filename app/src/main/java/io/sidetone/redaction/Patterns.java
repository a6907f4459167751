package io.sidetone.redaction;

import io.sidetone.redaction.Token.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator's patterns. They do not look across what was masked before, so masking twice masks no more. */
final class Patterns {
    /** Looks at a char of the text that any pattern has, */
    private static final int STEPS = 20_000;
    /** and for each char of the text. */
    private static final int STEPS_PER_CHAR = 200;

    private final Map<String, Pattern> patterns;
    private final Consumer<String> tooSlow;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param tooSlow told once per pattern that exceeds its budget; any thread */
    Patterns(Map<String, Pattern> patterns, Consumer<String> tooSlow) {
        this.patterns = patterns;
        this.tooSlow = tooSlow;
    }

    void find(String text, Tokens tokens, List<Span> found) {
        patterns.forEach((name, pattern) -> {
            if (!find(name, pattern, text, tokens, found)) {
                found.add(new Span(0, text.length(), Redaction.PATTERN));
                if (told.add(name)) {
                    tooSlow.accept(name);
                }
            }
        });
    }

    /** False if it took too long. */
    private static boolean find(String name, Pattern pattern, String text, Tokens tokens, List<Span> found) {
        CountedText counted = new CountedText(text, STEPS + (long) STEPS_PER_CHAR * text.length());
        Matcher matcher = pattern.matcher(counted);
        try {
            int from = 0;
            for (int at = 0; at < tokens.size(); at++) {
                if (tokens.is(at, Kind.MASK)) {
                    find(name, matcher, from, tokens.get(at).start(), found);
                    from = tokens.get(at).end();
                }
            }
            find(name, matcher, from, text.length(), found);
            return true;
        } catch (CountedText.Spent | StackOverflowError e) { // the engine recurses for each char of some repetitions
            return false;
        }
    }

    private static void find(String name, Matcher matcher, int from, int to, List<Span> found) {
        matcher.region(from, to);
        matcher.useTransparentBounds(true);
        matcher.useAnchoringBounds(false);
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                found.add(new Span(matcher.start(), matcher.end(), name));
            }
        }
    }
}
