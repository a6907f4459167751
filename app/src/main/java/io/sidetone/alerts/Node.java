package io.sidetone.alerts;

import java.util.List;

/** A pattern as it was read. */
sealed interface Node {
    /** No limit of repetitions. */
    int FOREVER = -1;

    /** Whether no character at all would do. */
    boolean matchesNothing();

    record One(Step step) implements Node {
        @Override
        public boolean matchesNothing() {
            return !(step instanceof Step.Take);
        }
    }

    record Row(List<Node> parts) implements Node {
        public Row {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matchesNothing() {
            return parts.stream().allMatch(Node::matchesNothing);
        }
    }

    record Choice(List<Node> ways) implements Node {
        public Choice {
            ways = List.copyOf(ways);
        }

        @Override
        public boolean matchesNothing() {
            return ways.stream().anyMatch(Node::matchesNothing);
        }
    }

    /** @param most may be {@link #FOREVER} */
    record Again(Node what, int least, int most) implements Node {
        @Override
        public boolean matchesNothing() {
            return least == 0 || what.matchesNothing();
        }
    }
}
