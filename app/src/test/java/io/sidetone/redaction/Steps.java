package io.sidetone.redaction;

import java.util.ArrayList;
import java.util.List;

/** All digits of a text as one run, whatever stands between them. */
final class Steps {
    private Steps() {}

    static List<Digits> of(String text) {
        Tokens tokens = Tokens.of(text, Redaction.OURS, List.of());
        List<Digits> steps = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, Token.Kind.DIGITS)) {
                steps.add(new Digits(tokens.digits(i), null, i, true));
            } else if (tokens.is(i, Token.Kind.WORD)) {
                for (Numeral numeral : Lexicon.of(null).numerals(tokens.folded(i))) {
                    steps.add(new Digits(null, numeral, i, !steps.isEmpty()));
                }
            }
        }
        return steps;
    }
}
