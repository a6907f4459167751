package io.sidetone.redaction;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is masked.
 *
 * @param cards runs of digits, and what passes the cards' check sum although short words divide it
 * @param emails addresses, written or spoken
 * @param phones runs of digits, with the plus before them
 * @param patterns the operator's own, in their order, by the name that stands in the text instead of a match
 */
public record Redaction(boolean cards, boolean emails, boolean phones, Map<String, Pattern> patterns) {
    public static final Redaction OFF = new Redaction(false, false, false, Map.of());

    /** A name of a pattern, for people. */
    public static final String EXPECTED_NAME =
            "a name of up to 32 small letters, - and _, and none of card, email, number, pattern, phone";

    static final String CARD = "card";
    static final String EMAIL = "email";
    static final String NUMBER = "number";
    static final String PHONE = "phone";
    /** What stands for a text whose patterns took too long. */
    static final String PATTERN = "pattern";

    static final Set<String> OURS = Set.of(CARD, EMAIL, NUMBER, PATTERN, PHONE);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z_-]{0,31}");

    /** @throws IllegalArgumentException if a pattern has a name that {@link #isName} refuses */
    public Redaction {
        patterns = Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
        for (String name : patterns.keySet()) {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "pattern for redaction named \"" + name + "\" (expected: " + EXPECTED_NAME + ")");
            }
        }
    }

    /** Whether a pattern may have this name: no digits, as it stands in texts that are searched for them. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !OURS.contains(name);
    }

    public boolean isOff() {
        return !cards && !emails && !phones && patterns.isEmpty();
    }

    /** What either masks. */
    public Redaction plus(Redaction more) {
        Map<String, Pattern> both = new LinkedHashMap<>(patterns);
        both.putAll(more.patterns);
        return new Redaction(cards || more.cards, emails || more.emails, phones || more.phones, both);
    }
}
