package io.sidetone.redaction;

import io.sidetone.redaction.Token.Kind;
import java.util.List;

/** Finds cards whose groups are divided by short words: {@code 4111 1111 and then 1111 1111}. */
final class DividedCards {
    /** So many words between two groups at the most, */
    private static final int MOST_WORDS = 4;
    /** each of so many letters at the most. */
    private static final int LONGEST_WORD = 6;

    private DividedCards() {}

    static void find(Tokens tokens, List<DigitRun> runs, List<Span> found) {
        for (int from = 0; from < runs.size(); from++) {
            int to = lastOfCard(tokens, runs, from);
            if (to > from) {
                found.add(new Span(runs.get(from).start(), runs.get(to).end(), Redaction.CARD));
                from = to;
            }
        }
    }

    /** The last run of a card that begins with this one; -1 if none does. */
    private static int lastOfCard(Tokens tokens, List<DigitRun> runs, int from) {
        StringBuilder digits = new StringBuilder(runs.get(from).digits());
        for (int to = from + 1; to < runs.size(); to++) {
            digits.append(runs.get(to).digits());
            if (digits.length() > Luhn.LONGEST_CARD || !isNear(tokens, runs.get(to - 1), runs.get(to))) {
                return -1;
            }
            if (Luhn.isCard(digits)) {
                return to;
            }
        }
        return -1;
    }

    private static boolean isNear(Tokens tokens, DigitRun before, DigitRun behind) {
        int words = 0;
        for (int at = before.last() + 1; at < behind.first(); at++) {
            boolean isWord = tokens.is(at, Kind.WORD);
            words += isWord ? 1 : 0;
            boolean isLong = isWord && tokens.get(at).length() > LONGEST_WORD;
            if (isLong || words > MOST_WORDS || tokens.is(at, Kind.MASK)) {
                return false;
            }
        }
        return true;
    }
}
