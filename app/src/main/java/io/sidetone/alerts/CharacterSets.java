package io.sidetone.alerts;

import io.sidetone.alerts.Step.CharacterSet;
import io.sidetone.alerts.Step.OfWords;
import io.sidetone.alerts.Step.Range;
import io.sidetone.alerts.Step.Spaces;
import io.sidetone.alerts.Step.Take;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which characters, folded. */
final class CharacterSets {
    /** Whole alphabets are folded a character at a time; larger ranges have no case that would matter. */
    private static final int MOST_FOLDED = 1_024;

    static final Take ANY = new Take(true, List.of());

    private CharacterSets() {}

    static Node exactly(int folded) {
        return new Node.One(new Take(false, List.of(new Range(folded, folded))));
    }

    /** A literal character: several where it falls apart, such as ligatures. */
    static Node literal(int codePoint) {
        return new Node.Row(Arrays.stream(Folded.of(codePoint))
                .mapToObj(CharacterSets::exactly)
                .toList());
    }

    static List<CharacterSet> range(int from, int to) {
        List<CharacterSet> sets = new ArrayList<>();
        sets.add(new Range(from, to));
        for (int codePoint = from; codePoint <= to && to - from <= MOST_FOLDED; codePoint++) {
            int[] folded = Folded.of(codePoint);
            if (folded.length == 1 && (folded[0] < from || folded[0] > to)) {
                add(sets, folded[0]);
            }
        }
        return sets;
    }

    /** Neighbours become one range. */
    private static void add(List<CharacterSet> sets, int codePoint) {
        CharacterSet last = sets.get(sets.size() - 1);
        if (sets.size() > 1
                && last instanceof Range range
                && codePoint >= range.from()
                && codePoint <= range.to() + 1) {
            sets.set(sets.size() - 1, new Range(range.from(), Math.max(range.to(), codePoint)));
        } else {
            sets.add(new Range(codePoint, codePoint));
        }
    }

    /** What {@code \d}, {@code \w} and {@code \s} take, and their opposites; null for another letter. */
    static @Nullable Take named(int letter) {
        return switch (letter) {
            case 'd' -> new Take(false, List.of(new Range('0', '9')));
            case 'D' -> new Take(true, List.of(new Range('0', '9')));
            case 'w' -> new Take(false, List.of(new OfWords()));
            case 'W' -> new Take(true, List.of(new OfWords()));
            case 's' -> new Take(false, List.of(new Spaces()));
            case 'S' -> new Take(true, List.of(new Spaces()));
            default -> null;
        };
    }
}
