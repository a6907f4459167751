package io.sidetone.redaction;

/**
 * Finds phone numbers in text for operators: a plus, also as {@code %2B}, or {@code sip:} or {@code tel:}, and
 * seven or more digits, with or without hyphens, points and parentheses between them. Other numbers, such as
 * times and ids, stay as they are.
 */
public final class PhoneNumbers {
    private static final int LEAST_DIGITS = 7;
    private static final int SHOWN_DIGITS = 2;
    private static final byte[][] SCHEMES = {{'s', 'i', 'p'}, {'s', 'i', 'p', 's'}, {'t', 'e', 'l'}};

    private PhoneNumbers() {}

    /** Puts stars in place of all digits but the last two. The length stays. In any encoding that ASCII is a part of. */
    public static void mask(byte[] text) {
        for (int at = 0; at < text.length; at++) {
            int digits = beginning(text, at);
            if (digits > 0) {
                at = mask(text, digits) - 1;
            }
        }
    }

    /** Where the digits of a number would begin whose sign ends here; 0 if none does. */
    private static int beginning(byte[] text, int at) {
        if (text[at] == '+') {
            return at + 1;
        }
        if ((text[at] == 'B' || text[at] == 'b') && at >= 2 && text[at - 1] == '2' && isPercent(text, at - 2)) {
            return at + 1;
        }
        return text[at] == ':' && isBehindScheme(text, at) ? at + 1 : 0;
    }

    /** {@code %}, or {@code %25} where a URL was put into a URL. */
    private static boolean isPercent(byte[] text, int at) {
        return text[at] == '%' || (at >= 2 && text[at] == '5' && text[at - 1] == '2' && text[at - 2] == '%');
    }

    private static boolean isBehindScheme(byte[] text, int colon) {
        for (byte[] scheme : SCHEMES) {
            int from = colon - scheme.length;
            if (from >= 0 && (from == 0 || !isLetter(text[from - 1])) && isAt(text, from, scheme)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] text, int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if ((text[from + i] | 0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** @return behind the number, or where it would begin if there is none */
    private static int mask(byte[] text, int from) {
        int count = 0;
        int end = from;
        for (int at = from; at < text.length && (isDigit(text[at]) || isSeparator(text[at])); at++) {
            if (isDigit(text[at])) {
                count++;
                end = at + 1;
            }
        }
        if (count < LEAST_DIGITS) {
            return from;
        }
        int left = count - SHOWN_DIGITS;
        for (int at = from; left > 0; at++) {
            if (isDigit(text[at])) {
                text[at] = '*';
                left--;
            }
        }
        return end;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static boolean isLetter(byte octet) {
        int small = octet | 0x20;
        return small >= 'a' && small <= 'z';
    }

    private static boolean isSeparator(byte octet) {
        return octet == '-' || octet == '.' || octet == '(' || octet == ')';
    }
}
