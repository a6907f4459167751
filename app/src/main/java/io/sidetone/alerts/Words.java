package io.sidetone.alerts;

import java.util.ArrayList;
import java.util.List;

/** Whole words: edges around them where they have any. */
final class Words {
    private static final Node EDGE = new Node.One(new Step.Only(Step.Where.EDGE));
    private static final Node SPACES =
            new Node.Again(new Node.One(new Step.Take(false, List.of(new Step.Spaces()))), 1, Node.FOREVER);

    private Words() {}

    static Node parse(String words) throws Unfit {
        List<Node> parts = new ArrayList<>();
        int[] given = words.strip().codePoints().toArray();
        boolean space = false;
        for (int codePoint : given) {
            if (Character.isWhitespace(codePoint)) {
                space = true;
                continue;
            }
            if (space) {
                parts.add(SPACES);
                space = false;
            }
            for (int folded : Folded.of(codePoint)) {
                parts.add(CharacterSets.exactly(folded));
            }
        }
        if (parts.isEmpty()) {
            throw new Unfit("there is nothing in it to look for");
        }
        if (Folded.isOfAWord(given[0])) {
            parts.add(0, EDGE);
        }
        if (Folded.isOfAWord(given[given.length - 1])) {
            parts.add(EDGE);
        }
        return new Node.Row(parts);
    }
}
