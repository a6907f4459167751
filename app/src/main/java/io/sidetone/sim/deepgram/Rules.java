package io.sidetone.sim.deepgram;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Judges one query; the first thing wrong with it is the answer. */
abstract class Rules {
    final Parameters query;

    Rules(Parameters query) {
        this.query = query;
    }

    /** The first thing wrong with the query. */
    final Optional<Refusal> firstProblem() {
        try {
            check();
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.refusal);
        }
    }

    /** Goes through all the rules; {@link #check(boolean, String)} ends it. */
    abstract void check();

    /** Only known names; those of {@code repeatable} as often as one likes; switches are on or off. */
    final void names(Set<String> switches, Set<String> single, Set<String> repeatable) {
        for (String name : query.byName().keySet()) {
            check(
                    switches.contains(name) || single.contains(name) || repeatable.contains(name),
                    "unknown parameter " + name);
            check(
                    repeatable.contains(name) || query.all(name).size() == 1,
                    name + " given " + query.all(name).size() + " times (expected: once)");
        }
        for (String name : switches) {
            each(name, Rules::isSwitch, "true or false");
        }
    }

    final String value(String name, String otherwise) {
        return query.first(name).orElse(otherwise);
    }

    final void each(String name, Predicate<String> right, String expected) {
        for (String value : query.all(name)) {
            check(right.test(value), "%s: '%s' (expected: %s)".formatted(name, value, expected));
        }
    }

    static void check(boolean right, String problem) {
        check(right, Refusal.badRequest(problem));
    }

    static void check(boolean right, Refusal otherwise) {
        if (!right) {
            throw new Refused(otherwise);
        }
    }

    static boolean within(String value, int least, int most) {
        if (!value.matches("[0-9]{1,9}")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
    }

    static boolean isSwitch(String value) {
        return value.equals("true") || value.equals("false");
    }

    /** Ends the check at the first problem; never leaves this class. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }
    }
}
