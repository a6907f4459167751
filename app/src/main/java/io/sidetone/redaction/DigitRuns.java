package io.sidetone.redaction;

import io.sidetone.redaction.Numeral.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs of digits, written or spoken, and what of them is masked. A run goes on over white space, signs and
 * words for signs; any other word ends it, and so do signs of money, percent and degrees.
 */
final class DigitRuns {
    /** So many digits in a row are masked wherever they stand. */
    static final int ANYWHERE = 6;
    /** So many are masked where the text begins or ends. */
    static final int AT_AN_EDGE = 4;

    private static final String ENDING_SIGNS = "%‰°@=<>{}|";
    private static final String HYPHENS = "-‐‑‒–—−";

    private final Tokens tokens;
    private final Lexicon lexicon;
    private final List<DigitRun> runs = new ArrayList<>();
    private List<Digits> open = new ArrayList<>();
    private boolean isClose;
    private int firstSolid; // before this token nothing is said, and behind
    private int lastSolid; // this one neither

    private DigitRuns(Tokens tokens, Lexicon lexicon) {
        this.tokens = tokens;
        this.lexicon = lexicon;
    }

    /**
     * @param inside whether every run counts as one at an edge, as in a text of which nobody knows any more where
     *     its parts began
     * @param wide whether groups that short words divide are one card if the check sum says so
     */
    static void find(Tokens tokens, Lexicon lexicon, boolean inside, boolean wide, List<Span> found) {
        DigitRuns reader = new DigitRuns(tokens, lexicon);
        reader.read();
        for (DigitRun run : reader.runs) {
            boolean atEdge = inside || reader.isAtEdge(run);
            if (run.isMasked(atEdge ? AT_AN_EDGE : ANYWHERE)) {
                found.add(run.span());
            }
        }
        if (wide) {
            DividedCards.find(tokens, reader.runs, found);
        }
    }

    private void read() {
        for (int at = 0; at < tokens.size(); at++) {
            switch (tokens.get(at).kind()) {
                case MASK -> end();
                case DIGITS -> add(tokens.digits(at), null, at);
                case SIGN -> sign(tokens.sign(at));
                case WORD -> word(at, tokens.folded(at));
            }
        }
        end();
        lastSolid = tokens.size() - 1;
        while (firstSolid < tokens.size() && isThin(firstSolid)) {
            firstSolid++;
        }
        while (lastSolid >= 0 && isThin(lastSolid)) {
            lastSolid--;
        }
    }

    private void sign(int point) {
        if (Character.getType(point) == Character.CURRENCY_SYMBOL || ENDING_SIGNS.indexOf(point) >= 0) {
            end();
        } else if (HYPHENS.indexOf(point) < 0) {
            isClose = false;
        }
    }

    private void word(int at, String word) {
        List<Numeral> numerals = lexicon.numerals(word);
        if (numerals.isEmpty()) {
            if (lexicon.joins(word)) {
                isClose = false;
            } else {
                end();
            }
        } else if (isNothing(at, numerals.get(0))) {
            end();
        } else {
            numerals.forEach(numeral -> add(null, numeral, at));
        }
    }

    /** An "and" that joins no numbers, or a "double" without its digit. */
    private boolean isNothing(int at, Numeral numeral) {
        if (numeral.kind() == Kind.TIMES) {
            return first(at + 1).digit() < 0;
        }
        return numeral.isAnd() && !joins(at, numeral.kind());
    }

    private boolean joins(int at, Kind and) {
        if (open.isEmpty() || open.get(open.size() - 1).token() != at - 1) {
            return false;
        }
        Digits before = open.get(open.size() - 1);
        Digits behind = first(at + 1);
        boolean isNumber = behind.written() != null || (behind.numeral() != null && !behind.isAnd());
        return switch (and) {
            case AND_BEHIND_SCALE -> before.isScale() && isNumber;
            case AND -> (before.isScale() && isNumber) || (before.isTens() && isOnes(behind));
            default -> (before.isScale() && isNumber) || (before.digit() > 0 && behind.isTens());
        };
    }

    private static boolean isOnes(Digits step) {
        return step.is(Kind.DIGIT) || step.is(Kind.TEEN) || step.is(Kind.FRENCH_TEN);
    }

    /** What stands at a place, as the first step of it. */
    private Digits first(int at) {
        if (tokens.is(at, Token.Kind.DIGITS)) {
            return new Digits(tokens.digits(at), null, at, true);
        }
        List<Numeral> numerals =
                tokens.is(at, Token.Kind.WORD) ? lexicon.numerals(tokens.folded(at)) : List.<Numeral>of();
        return new Digits(null, numerals.isEmpty() ? null : numerals.get(0), at, true);
    }

    private void add(@Nullable String written, @Nullable Numeral numeral, int at) {
        open.add(new Digits(written, numeral, at, isClose && !open.isEmpty()));
        isClose = true;
    }

    private void end() {
        boolean saysDigits = open.stream().anyMatch(step -> !step.isScale());
        if (saysDigits) {
            runs.add(DigitRun.of(tokens, open, lexicon.isIberian()));
        }
        open = new ArrayList<>();
        isClose = true;
    }

    private boolean isAtEdge(DigitRun run) {
        return run.first() <= firstSolid || run.last() >= lastSolid;
    }

    /** Whether a token is a sign, or a word that may stand between digits. */
    private boolean isThin(int at) {
        Token.Kind kind = tokens.get(at).kind();
        return kind == Token.Kind.SIGN || (kind == Token.Kind.WORD && isBetween(tokens.folded(at)));
    }

    private boolean isBetween(String word) {
        List<Numeral> numerals = lexicon.numerals(word);
        return numerals.isEmpty() ? lexicon.joins(word) : numerals.get(0).isAnd();
    }
}
