package io.sidetone.redaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Masks texts by one set of rules. Masking what was masked changes nothing, unless a pattern cuts a spoken number
 * in two. Immutable but for what it has told of
 * slow patterns; safe on any thread; never throws and never blocks.
 */
public final class Redactor {
    /** Masks nothing. */
    public static final Redactor OFF = new Redactor(Redaction.OFF, pattern -> {});

    private final Redaction rules;
    private final boolean isOff;
    private final Set<String> labels = new HashSet<>(Redaction.OURS);
    private final Patterns patterns;

    /** @param tooSlow told, once and on the thread that masks, the name of a pattern that exceeds its steps */
    public Redactor(Redaction rules, Consumer<String> tooSlow) {
        this.rules = rules;
        this.isOff = rules.isOff();
        this.labels.addAll(rules.patterns().keySet());
        this.patterns = new Patterns(rules.patterns(), tooSlow);
    }

    /** Whether every text stays as it is. */
    public boolean isOff() {
        return isOff;
    }

    /**
     * A text as it was said in one go, such as a final or an interim.
     *
     * @param language a BCP-47 tag; null if it is not known
     */
    public String mask(String text, @Nullable String language) {
        return isOff ? text : masked(text, spans(text, language, false));
    }

    /** A text that was joined from several, so that an edge may be anywhere in it. */
    public String maskJoined(String text, @Nullable String language) {
        return isOff ? text : masked(text, spans(text, language, true));
    }

    /**
     * A text and its words. The words are masked as the text that they make with single spaces, whether or not it
     * is the same.
     */
    public Masked mask(String text, List<String> words, @Nullable String language) {
        if (isOff) {
            return new Masked(text, each(words));
        }
        String joined = String.join(" ", words);
        List<Span> spans = spans(text, language, false);
        List<Span> ofWords = joined.equals(text) ? spans : spans(joined, language, false);
        return new Masked(masked(text, spans), ofWords.isEmpty() ? each(words) : parts(joined, words, ofWords));
    }

    private List<Span> spans(String text, @Nullable String language, boolean joined) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Span> found = new ArrayList<>();
        Tokens tokens = Tokens.of(text, labels, List.of());
        patterns.find(text, tokens, found);
        if (!found.isEmpty()) {
            tokens = Tokens.of(text, labels, found);
        }
        if (rules.emails()) {
            Emails.find(tokens, found);
        }
        if (rules.cards() || rules.phones()) {
            DigitRuns.find(tokens, Lexicon.of(language), joined, rules.cards(), found);
        }
        return Span.merged(found);
    }

    private static String masked(String text, List<Span> spans) {
        return spans.isEmpty() ? text : masked(text, 0, text.length(), spans, 0);
    }

    /** A part of a text; no span of it lies across its ends. */
    private static String masked(String text, int from, int to, List<Span> spans, int firstSpan) {
        StringBuilder shown = new StringBuilder(to - from);
        int at = from;
        for (int i = firstSpan; i < spans.size() && spans.get(i).start() < to; i++) {
            shown.append(text, at, spans.get(i).start()).append(spans.get(i).mask());
            at = spans.get(i).end();
        }
        return shown.append(text, at, to).toString();
    }

    private static List<Masked.Part> each(List<String> words) {
        List<Masked.Part> parts = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            parts.add(new Masked.Part(i, i + 1, words.get(i)));
        }
        return parts;
    }

    /** Words that a span lies in, or reaches across, become one. */
    private static List<Masked.Part> parts(String joined, List<String> words, List<Span> spans) {
        List<Masked.Part> parts = new ArrayList<>(words.size());
        int span = 0;
        int start = 0;
        int word = 0;
        while (word < words.size()) {
            int firstSpan = span;
            int next = word + 1;
            int end = start + words.get(word).length();
            while (span < spans.size() && spans.get(span).start() <= end) { // a span may begin with the space
                while (spans.get(span).end() > end) {
                    end += 1 + words.get(next++).length();
                }
                span++;
            }
            parts.add(new Masked.Part(word, next, masked(joined, start, end, spans, firstSpan)));
            start = end + 1;
            word = next;
        }
        return parts;
    }
}
