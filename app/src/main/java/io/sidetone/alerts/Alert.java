package io.sidetone.alerts;

import java.util.List;

/**
 * One thing to be told of.
 *
 * @param name for people
 * @param roles of the speakers it is looked for with; empty: all
 * @param words as the settings have them
 * @param patterns as the settings have them
 * @param machines that find the words and the patterns, in this order
 */
public record Alert(
        String name,
        Severity severity,
        List<String> roles,
        List<String> words,
        List<String> patterns,
        List<Machine> machines) {
    public Alert {
        roles = List.copyOf(roles);
        words = List.copyOf(words);
        patterns = List.copyOf(patterns);
        machines = List.copyOf(machines);
    }

    /** How many steps its machines have. */
    public int size() {
        return machines.stream().mapToInt(it -> it.steps().size()).sum();
    }
}
