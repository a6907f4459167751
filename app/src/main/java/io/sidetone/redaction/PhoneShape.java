package io.sidetone.redaction;

/** Tells, for the name of a mask only, whether digits look like a phone number. */
final class PhoneShape {
    private PhoneShape() {}

    /**
     * @param digits ASCII
     * @param hasPlus a plus, written or spoken, stands before them
     * @param isIberian Spanish or Portuguese is spoken, whose numbers have no trunk prefix
     */
    static boolean fits(String digits, boolean hasPlus, boolean isIberian) {
        int length = digits.length();
        if (hasPlus) {
            return length >= 7 && length <= 15;
        }
        if (length < DigitRuns.ANYWHERE) {
            return false;
        }
        char first = digits.charAt(0);
        if (first == '0') { // national with its trunk prefix, or international behind 00
            return length >= 8 && length <= (digits.startsWith("00") ? 17 : 12);
        }
        boolean isAmerican = length == 10 || (length == 11 && first == '1');
        return length == 7 || isAmerican || (isIberian && length == 9);
    }
}
