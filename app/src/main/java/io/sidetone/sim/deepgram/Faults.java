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

    /** These faults, if all of them can befall a stream. */
    Faults forStreams() {
        rules.forEach(rule -> check(!(rule.fault() instanceof Fault.Answer), rule.fault(), "stream"));
        return this;
    }

    /** This fault, if it can befall a stream that is open already. */
    static Fault forOpenStreams(Fault fault) {
        boolean tooLate = fault instanceof Fault.Answer
                || fault instanceof Fault.Refuse
                || fault instanceof Fault.SlowHandshake
                || fault instanceof Fault.ConcurrencyLimit;
        check(!tooLate, fault, "stream that is open");
        return fault;
    }

    /** These faults, if all of them can befall a pre-recorded request. */
    Faults forRequests() {
        rules.forEach(rule -> check(meetsRequests(rule.fault()), rule.fault(), "pre-recorded request"));
        return this;
    }

    private static boolean meetsRequests(Fault fault) {
        return fault instanceof Fault.Answer
                || fault instanceof Fault.Refuse
                || fault instanceof Fault.ConcurrencyLimit
                || fault instanceof Fault.JitteredTimes
                || fault == Fault.Quirk.OTHER_BORDERS;
    }

    private static void check(boolean right, Fault fault, String meets) {
        if (!right) {
            throw new IllegalArgumentException(fault + " cannot befall a " + meets);
        }
    }
}
