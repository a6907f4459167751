package io.sidetone.sim.deepgram;

import java.util.List;
import java.util.stream.Stream;

/** The faults in force, in order. Immutable. */
public record Faults(List<Rule> rules) {
    private static final Faults NONE = new Faults(List.of());

    /** A fault and the streams it meets. */
    public record Rule(Fault fault, Scope scope) {}

    public Faults {
        rules = List.copyOf(rules);
    }

    public static Faults none() {
        return NONE;
    }

    /** These faults, on every stream. */
    public static Faults of(Fault... faults) {
        return new Faults(
                Stream.of(faults).map(fault -> new Rule(fault, Scope.all())).toList());
    }

    /** Adds a fault. */
    public Faults with(Fault fault, Scope scope) {
        return new Faults(
                Stream.concat(rules.stream(), Stream.of(new Rule(fault, scope))).toList());
    }
}
