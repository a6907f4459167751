package io.sidetone.alerts;

import io.sidetone.alerts.Step.CharacterSet;
import io.sidetone.alerts.Step.Only;
import io.sidetone.alerts.Step.Take;
import io.sidetone.alerts.Step.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a regular expression: what Java and JavaScript have in common, as far as a machine can do it. */
final class PatternReader {
    private static final Pattern COUNTED = Pattern.compile("\\{([0-9]{1,3})(,([0-9]{1,3})?)?}");
    private static final String LITERAL_IF_ESCAPED = "\\^$.|?*+()[]{}/-";

    private final String text;
    private int at;

    PatternReader(String text) {
        this.text = text;
    }

    Node read() throws Unfit {
        Node node = choice();
        if (at < text.length()) {
            throw unfit("a ) without its (");
        }
        return node;
    }

    private Node choice() throws Unfit {
        List<Node> ways = new ArrayList<>(List.of(row()));
        while (next('|')) {
            ways.add(row());
        }
        return ways.size() == 1 ? ways.get(0) : new Node.Choice(ways);
    }

    private Node row() throws Unfit {
        List<Node> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            parts.add(repeated(one()));
        }
        return new Node.Row(parts);
    }

    private Node repeated(Node what) throws Unfit {
        int least;
        int most = Node.FOREVER;
        Matcher counted = COUNTED.matcher(text).region(at, text.length());
        if (next('*')) {
            least = 0;
        } else if (next('+')) {
            least = 1;
        } else if (next('?')) {
            least = 0;
            most = 1;
        } else if (counted.lookingAt()) {
            at = counted.end();
            least = Integer.parseInt(counted.group(1));
            String end = counted.group(3);
            most = counted.group(2) == null ? least : end == null ? Node.FOREVER : Integer.parseInt(end);
        } else {
            return what;
        }
        if (at < text.length() && "*+?".indexOf(text.charAt(at)) >= 0) {
            throw unfit("a second repetition; the longest is always found, so none is needed");
        } else if (most != Node.FOREVER && most < least) {
            throw unfit("a repetition that ends before it begins");
        }
        return new Node.Again(what, least, most);
    }

    private Node one() throws Unfit {
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        return switch (codePoint) {
            case '(' -> group();
            case '[' -> new Node.One(set());
            case '.' -> new Node.One(CharacterSets.ANY);
            case '^' -> new Node.One(new Only(Where.BEGIN));
            case '$' -> new Node.One(new Only(Where.END));
            case '\\' -> escaped();
            case '*', '+', '?', '{' -> throw unfit("a repetition of nothing");
            default -> CharacterSets.literal(codePoint);
        };
    }

    private Node group() throws Unfit {
        if (next('?') && !next(':')) {
            throw unfit("looking around, or a flag, which is not supported; groups are ( ) or (?: )");
        }
        Node node = choice();
        if (!next(')')) {
            throw unfit("a ( without its )");
        }
        return node;
    }

    private Node escaped() throws Unfit {
        int letter = escapedLetter();
        if (letter == 'b' || letter == 'B') {
            return new Node.One(new Only(letter == 'b' ? Where.EDGE : Where.NO_EDGE));
        }
        Take named = CharacterSets.named(letter);
        return named == null ? CharacterSets.literal(plain(letter)) : new Node.One(named);
    }

    private int escapedLetter() throws Unfit {
        if (at == text.length()) {
            throw unfit("a \\ at the end");
        }
        return text.charAt(at++);
    }

    private int plain(int letter) throws Unfit {
        if (LITERAL_IF_ESCAPED.indexOf(letter) < 0) {
            throw unfit("\\" + Character.toString(letter) + ", which is not supported");
        }
        return letter;
    }

    private Take set() throws Unfit {
        boolean but = next('^');
        List<CharacterSet> sets = new ArrayList<>();
        while (!next(']')) {
            int from = member(sets);
            if (from >= 0 && at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                int to = member(sets);
                if (to < from) {
                    throw unfit("a range that ends before it begins");
                }
                sets.addAll(CharacterSets.range(from, to));
            } else if (from >= 0) {
                sets.addAll(CharacterSets.range(from, from));
            }
        }
        if (sets.isEmpty()) {
            throw unfit("an empty [ ]");
        }
        return new Take(but, sets);
    }

    /** @return a code point, or -1 if it was a set, which has been added */
    private int member(List<CharacterSet> sets) throws Unfit {
        if (at == text.length()) {
            throw unfit("a [ without its ]");
        }
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        if (codePoint != '\\') {
            return codePoint;
        }
        int letter = escapedLetter();
        Take named = CharacterSets.named(letter);
        if (named == null) {
            return plain(letter);
        } else if (named.but()) {
            throw unfit("\\" + Character.toString(letter) + " within [ ], which is not supported");
        }
        sets.addAll(named.sets());
        return -1;
    }

    private boolean next(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private Unfit unfit(String what) {
        return new Unfit(what + ", at character " + Math.max(1, Math.min(at, text.length())));
    }
}
