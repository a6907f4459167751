package io.sidetone.sim.twilio;

import java.util.List;
import java.util.Optional;

/** The quirks of one plan, to be asked by kind. */
record Quirks(List<Quirk> all) {
    static final Quirks NONE = new Quirks(List.of());

    Quirks {
        all = List.copyOf(all);
    }

    boolean has(Quirk quirk) {
        return all.contains(quirk);
    }

    <Q extends Quirk> List<Q> of(Class<Q> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <Q extends Quirk> Optional<Q> first(Class<Q> kind) {
        return of(kind).stream().findFirst();
    }

    /** Those that hold for a call's later streams too. */
    Quirks lasting() {
        return new Quirks(all.stream()
                .filter(quirk -> quirk instanceof Quirk.Manner
                        || quirk instanceof Quirk.PayloadSizes
                        || quirk instanceof Quirk.EndsWith)
                .toList());
    }

    Quirk.Farewell farewell() {
        return first(Quirk.EndsWith.class).map(Quirk.EndsWith::farewell).orElse(Quirk.Farewell.STOP);
    }
}
