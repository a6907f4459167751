package io.sidetone.redaction;

import io.sidetone.redaction.Token.Kind;
import java.util.List;
import java.util.Set;

/**
 * Finds e-mail addresses, written ({@code jo@example.com}), spoken ({@code jo at example dot com}) and mixed.
 * Spoken names of several words count as far as a word for a sign, or spelling, joins them.
 */
final class Emails {
    /** Words for @ that mean nothing else. */
    private static final Set<String> AT =
            Set.of("arobase", "arrobase", "arroba", "chiocciola", "chiocciolina", "apenstaartje", "klammeraffe");
    /** Words for @ that need a dot, or a well-known host, behind them. */
    private static final Set<String> PERHAPS_AT = Set.of("at");

    private static final Set<String> DOT = Set.of("dot", "punkt", "punto", "ponto", "punt");
    /** "At this point" is no address. */
    private static final String PERHAPS_DOT = "point";

    private static final Set<String> JOINING = Set.of(
            "dot",
            "point",
            "punkt",
            "punto",
            "ponto",
            "punt",
            "dash",
            "hyphen",
            "minus",
            "plus",
            "underscore",
            "tiret",
            "bas",
            "du",
            "unterstrich",
            "bindestrich",
            "guion",
            "bajo",
            "trattino",
            "basso",
            "hifen",
            "traco",
            "sublinhado",
            "streepje",
            "koppelteken");

    private static final Set<String> HYPHEN =
            Set.of("dash", "hyphen", "minus", "tiret", "bindestrich", "guion", "trattino", "hifen", "streepje");

    private static final Set<String> KNOWN_HOSTS =
            Set.of("gmail", "googlemail", "hotmail", "icloud", "gmx", "protonmail", "yahoo");

    private static final Set<String> ENDINGS = Set.of(
            "com", "net", "org", "edu", "gov", "info", "io", "eu", "uk", "de", "fr", "es", "it", "pt", "nl", "br",
            "co");

    private static final String LOCAL_SIGNS = "._-+'%!#&*/=?^`{|}~";

    private final Tokens tokens;

    private Emails(Tokens tokens) {
        this.tokens = tokens;
    }

    static void find(Tokens tokens, List<Span> found) {
        Emails emails = new Emails(tokens);
        for (int at = 1; at < tokens.size() - 1; at++) {
            if (emails.isAt(at) && emails.isName(at - 1) && emails.isName(at + 1)) {
                Host host = emails.host(at + 1);
                if (host.isPlain() || emails.isSurelyAt(at)) {
                    int first = emails.firstOfLocal(at - 1);
                    found.add(new Span(
                            tokens.get(first).start(), tokens.get(host.last()).end(), Redaction.EMAIL));
                }
            }
        }
    }

    /**
     * What stands behind the at.
     *
     * @param last its last token
     * @param isPlain it could be nothing but a host
     */
    private record Host(int last, boolean isPlain) {}

    private boolean isAt(int at) {
        return tokens.sign(at) == '@' || isWordOf(AT, at) || isWordOf(PERHAPS_AT, at);
    }

    /** Nothing but an address has it: a word for it, or the sign without spaces on both sides. */
    private boolean isSurelyAt(int at) {
        boolean isSign = tokens.sign(at) == '@' && (tokens.touches(at) || tokens.touches(at + 1));
        return isSign || isWordOf(AT, at);
    }

    private boolean isName(int at) {
        return (tokens.is(at, Kind.WORD) || tokens.is(at, Kind.DIGITS)) && !isAt(at);
    }

    /** Walks to the left as far as the name before the at goes. */
    private int firstOfLocal(int last) {
        int first = last;
        while (first > 0) {
            int before = first - 1;
            boolean isJoined =
                    tokens.touches(first) && (isName(before) || isLocalSign(before) || isInnerAt(first, before));
            if (isJoined || isSpelled(before)) {
                first = before;
            } else if (isWordOf(JOINING, before) && firstOfJoining(before) > 0) {
                first = firstOfJoining(before) - 1;
            } else {
                break;
            }
        }
        while (tokens.is(first, Kind.SIGN)) {
            first++; // an opening quotation mark and the like
        }
        return first;
    }

    /** As in {@code look.at.me@example.com}. */
    private boolean isInnerAt(int first, int at) {
        return tokens.sign(first) != 0 && tokens.is(at, Kind.WORD) && tokens.sign(at - 1) != 0 && tokens.touches(at);
    }

    /** The first of the words for signs that end here, if a name stands before them; otherwise 0. */
    private int firstOfJoining(int last) {
        int first = last;
        while (first > 0 && last - first < 3 && isWordOf(JOINING, first - 1)) {
            first--;
        }
        return first > 0 && isName(first - 1) ? first : 0;
    }

    private boolean isLocalSign(int at) {
        int point = tokens.sign(at);
        return point != 0 && LOCAL_SIGNS.indexOf(point) >= 0;
    }

    /** A single letter, or digits, written or spoken. */
    private boolean isSpelled(int at) {
        return tokens.is(at, Kind.DIGITS)
                || (tokens.is(at, Kind.WORD) && !isAt(at) && (isAsciiLetter(at) || isNumber(at)));
    }

    private boolean isAsciiLetter(int at) {
        return tokens.get(at).length() == 1 && tokens.text(at).charAt(0) < 128;
    }

    private boolean isNumber(int at) {
        List<Numeral> numerals = Lexicon.of(null).numerals(tokens.folded(at));
        return !numerals.isEmpty() && !numerals.get(0).isAnd();
    }

    private Host host(int from) {
        int last = from;
        boolean isPlain = isWordOf(KNOWN_HOSTS, from);
        while (true) {
            int next = last + 1;
            if (isDot(next) && isLabel(next + 1)) {
                isPlain |= isEnding(next + 1) && !isPoint(next);
                last = next + 1;
            } else if (isHyphen(next) && isName(next + 1)) {
                last = next + 1;
            } else if (isName(next) && (tokens.touches(next) || (isSpelled(next) && isSpelled(last)))) {
                last = next;
            } else {
                return new Host(last, isPlain);
            }
        }
    }

    /** Behind a point without a space even {@code at}, which is a country. */
    private boolean isLabel(int at) {
        return isName(at) || (tokens.is(at, Kind.WORD) && tokens.sign(at - 1) == '.' && tokens.touches(at));
    }

    /** A point between names; with a space behind it only before a well-known ending, since sentences end so too. */
    private boolean isDot(int at) {
        if (tokens.sign(at) == '.') {
            return tokens.touches(at)
                    && at + 1 < tokens.size()
                    && (tokens.touches(at + 1)
                            || (tokens.is(at + 1, Kind.WORD) && ENDINGS.contains(tokens.text(at + 1))));
        }
        return isWordOf(DOT, at) || isPoint(at);
    }

    private boolean isPoint(int at) {
        return tokens.is(at, Kind.WORD) && tokens.folded(at).equals(PERHAPS_DOT);
    }

    private boolean isHyphen(int at) {
        boolean isSign = (tokens.sign(at) == '-' || tokens.sign(at) == '_')
                && tokens.touches(at)
                && at + 1 < tokens.size()
                && tokens.touches(at + 1);
        return isSign || isWordOf(HYPHEN, at);
    }

    private boolean isEnding(int at) {
        return tokens.is(at, Kind.WORD) && tokens.get(at).length() >= 2;
    }

    private boolean isWordOf(Set<String> words, int at) {
        return tokens.is(at, Kind.WORD) && words.contains(tokens.folded(at));
    }
}
