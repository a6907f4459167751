package io.sidetone.redaction;

import io.sidetone.redaction.Numeral.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The number words that a text may hold. A known language decides what a word means that is a number in another
 * one; all other languages' numbers count too, since speakers mix them and vendors name one language only.
 */
final class Lexicon {
    /** Words for what stands between digits in writing. */
    private static final Set<String> SIGNS = Set.of(
            "dash",
            "hyphen",
            "minus",
            "point",
            "dot",
            "space",
            "slash",
            "stroke",
            "comma",
            "period",
            "plus",
            "tiret",
            "espace",
            "virgule",
            "bindestrich",
            "strich",
            "schragstrich",
            "leerzeichen",
            "punkt",
            "komma",
            "guion",
            "espacio",
            "punto",
            "coma",
            "trattino",
            "spazio",
            "virgola",
            "hifen",
            "traco",
            "espaco",
            "ponto",
            "virgula",
            "streepje",
            "spatie",
            "punt");

    private static final Set<String> PLUS = Set.of("plus", "mas", "piu", "mais");

    /** What numbers are joined by into one word, the greater first. */
    private static final List<String> THOUSANDS = List.of("tausend", "duizend", "mila", "mille");

    private static final List<String> HUNDREDS = List.of("hundert", "honderd", "cento");

    /** The shortest word that is joined by one of these. */
    private static final int SHORTEST_JOINED = 7;
    /** The longest: {@code neunhundertneunundneunzigtausendneunhundertneunundneunzig}. */
    private static final int LONGEST_JOINED = 64;

    private static final Lexicon ALL = new Lexicon(null);
    private static final Map<String, Lexicon> BY_LANGUAGE = Language.ALL.stream()
            .map(Lexicon::new)
            .collect(Collectors.toUnmodifiableMap(lexicon -> lexicon.tag, Function.identity()));

    private final String tag;
    private final Map<String, Numeral> numerals = new HashMap<>();
    private final Set<String> between = new HashSet<>(SIGNS);

    private Lexicon(@Nullable Language known) {
        tag = known == null ? "" : known.tag();
        for (Language language : Language.ALL) {
            language.numerals().forEach(numerals::putIfAbsent);
            if (known == null) {
                between.addAll(language.fillers());
            }
        }
        if (known != null) {
            numerals.keySet().removeAll(known.otherwise());
            numerals.keySet().removeAll(known.fillers());
            numerals.putAll(known.numerals());
            between.addAll(known.fillers());
        }
        between.removeAll(numerals.keySet());
    }

    /** @param language a BCP-47 tag; null if it is not known */
    static Lexicon of(@Nullable String language) {
        if (language == null) {
            return ALL;
        }
        int end = 0;
        while (end < language.length() && Character.isLetter(language.charAt(end))) {
            end++;
        }
        return BY_LANGUAGE.getOrDefault(Tokens.fold(language.substring(0, end)), ALL);
    }

    /** What a word says about a number; empty if nothing. */
    List<Numeral> numerals(String word) {
        Numeral known = numerals.get(word);
        if (known != null) {
            return List.of(known);
        }
        if (word.length() < SHORTEST_JOINED || word.length() > LONGEST_JOINED) {
            return List.of();
        }
        List<Numeral> joined = joined(word);
        return joined == null ? List.of() : joined;
    }

    /** Whether a word may stand between two digits of a number. */
    boolean joins(String word) {
        return between.contains(word);
    }

    boolean isIberian() {
        return tag.equals("es") || tag.equals("pt");
    }

    static boolean isPlus(String word) {
        return PLUS.contains(word);
    }

    private @Nullable List<Numeral> joined(String word) {
        List<Numeral> atThousand = around(word, THOUSANDS, new Numeral(Kind.THOUSAND, 1_000));
        return atThousand != null ? atThousand : around(word, HUNDREDS, new Numeral(Kind.HUNDRED, 100));
    }

    private @Nullable List<Numeral> around(String word, List<String> scales, Numeral scale) {
        for (String name : scales) {
            int at = word.indexOf(name);
            if (at >= 0) {
                List<Numeral> before = part(word.substring(0, at));
                List<Numeral> behind = part(withoutAnd(word.substring(at + name.length())));
                return before == null || behind == null ? null : concat(before, scale, behind);
            }
        }
        return null;
    }

    private @Nullable List<Numeral> part(String word) {
        if (word.isEmpty()) {
            return List.of();
        }
        Numeral known = numerals.get(word);
        return known != null ? List.of(known) : joined(word);
    }

    private static String withoutAnd(String word) {
        return word.startsWith("und") ? word.substring(3) : word;
    }

    private static List<Numeral> concat(List<Numeral> before, Numeral scale, List<Numeral> behind) {
        List<Numeral> all = new ArrayList<>(before);
        all.add(scale);
        all.addAll(behind);
        return all;
    }
}
