package io.sidetone.redaction;

import io.sidetone.redaction.Token.Kind;
import java.util.List;

/**
 * Digits in a row.
 *
 * @param first its first token, a plus before the digits included
 * @param last its last token
 * @param start of what is masked of the text
 * @param end behind it
 * @param count of its digits, without the cents of an amount
 * @param digits what they are, as ASCII
 * @param label what they look like
 * @param isTime it is a time of day and nothing else
 */
record DigitRun(int first, int last, int start, int end, int count, String digits, String label, boolean isTime) {

    /** @param isIberian as in {@link PhoneShape#fits} */
    static DigitRun of(Tokens tokens, List<Digits> steps, boolean isIberian) {
        String digits = NumberReader.read(steps);
        int first = steps.get(0).token();
        int last = steps.get(steps.size() - 1).token();
        boolean hasPlus = tokens.sign(first - 1) == '+'
                || (tokens.is(first - 1, Kind.WORD) && Lexicon.isPlus(tokens.folded(first - 1)));
        String label = label(digits, hasPlus, isIberian);
        boolean isWithPlus = hasPlus && label.equals(Redaction.PHONE);
        boolean isWithParenthesis = tokens.sign(first - 1) == '(' && hasClosing(tokens, first, last);
        return new DigitRun(
                hasPlus ? first - 1 : first,
                last,
                tokens.get(isWithPlus || isWithParenthesis ? first - 1 : first).start(),
                tokens.get(last).end(),
                digits.length() - (isAmount(tokens, first, last) ? 2 : 0),
                digits,
                label,
                isTime(tokens, first, last));
    }

    boolean isMasked(int least) {
        return count >= least && !isTime;
    }

    Span span() {
        return new Span(start, end, label);
    }

    private static String label(String digits, boolean hasPlus, boolean isIberian) {
        if (Luhn.isCard(digits)) {
            return Redaction.CARD;
        }
        return PhoneShape.fits(digits, hasPlus, isIberian) ? Redaction.PHONE : Redaction.NUMBER;
    }

    private static boolean hasClosing(Tokens tokens, int first, int last) {
        for (int at = first; at < last; at++) {
            if (tokens.sign(at) == ')') {
                return true;
            }
        }
        return false;
    }

    /** {@code $1,299.00}: a sign of money beside it, and two digits behind the last point or comma. */
    private static boolean isAmount(Tokens tokens, int first, int last) {
        boolean hasCents = last - first >= 2
                && tokens.is(last, Kind.DIGITS)
                && tokens.get(last).length() == 2
                && (tokens.sign(last - 1) == '.' || tokens.sign(last - 1) == ',')
                && tokens.touches(last)
                && tokens.touches(last - 1)
                && tokens.is(last - 2, Kind.DIGITS);
        return hasCents && (isMoney(tokens.sign(first - 1)) || isMoney(tokens.sign(last + 1)));
    }

    private static boolean isMoney(int point) {
        return point != 0 && Character.getType(point) == Character.CURRENCY_SYMBOL;
    }

    /** {@code 10:30}, on its own. */
    private static boolean isTime(Tokens tokens, int first, int last) {
        boolean hasShape = last - first == 2
                && tokens.is(first, Kind.DIGITS)
                && tokens.sign(first + 1) == ':'
                && tokens.is(last, Kind.DIGITS)
                && tokens.touches(last)
                && tokens.touches(last - 1);
        if (!hasShape) {
            return false;
        }
        String hour = tokens.digits(first);
        String minute = tokens.digits(last);
        return hour.length() <= 2
                && Integer.parseInt(hour) <= 24
                && minute.length() == 2
                && Integer.parseInt(minute) < 60;
    }
}
