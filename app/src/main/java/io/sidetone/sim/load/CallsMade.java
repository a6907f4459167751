package io.sidetone.sim.load;

import java.util.Map;

/**
 * What became of the calls.
 *
 * @param opened whose upgrade the bridge took
 * @param ended as they should, by hanging up
 * @param failures how many did not open or were cut off, by what the bridge did
 */
public record CallsMade(int opened, int ended, Map<String, Integer> failures) {
    public CallsMade {
        failures = Map.copyOf(failures);
    }

    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
