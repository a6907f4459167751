package io.sidetone.alerts;

import java.util.List;

/** One step of a machine. */
public sealed interface Step {
    /**
     * Takes one character.
     *
     * @param but whether it takes all others
     * @param sets what it takes
     */
    record Take(boolean but, List<CharacterSet> sets) implements Step {
        public Take {
            sets = List.copyOf(sets);
        }
    }

    /** Goes on at both, which are numbers of steps. */
    record Fork(int one, int other) implements Step {}

    /** Takes nothing, and goes on only where this holds. */
    record Only(Where where) implements Step {}

    /** The end of what was looked for. */
    record Found() implements Step {}

    /** A place between two characters. */
    enum Where {
        BEGIN,
        END,
        EDGE,
        NO_EDGE
    }

    /** Some characters. */
    sealed interface CharacterSet {}

    /** Code points, both ends belonging to it. */
    record Range(int from, int to) implements CharacterSet {}

    /** Letters, digits and the low line, of all scripts. */
    record OfWords() implements CharacterSet {}

    /** White space. */
    record Spaces() implements CharacterSet {}
}
