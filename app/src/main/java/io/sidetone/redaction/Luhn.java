package io.sidetone.redaction;

/** The check sum of card numbers. */
final class Luhn {
    static final int SHORTEST_CARD = 13;
    static final int LONGEST_CARD = 19;

    private Luhn() {}

    /** @param digits ASCII */
    static boolean isCard(CharSequence digits) {
        return digits.length() >= SHORTEST_CARD && digits.length() <= LONGEST_CARD && sum(digits) % 10 == 0;
    }

    private static int sum(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 1 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum;
    }
}
