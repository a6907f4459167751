package io.sidetone.sim.deepgram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query string of a stream: names and their values, in the order they were sent. Immutable.
 *
 * @param byName every name has at least one value
 */
public record Parameters(Map<String, List<String>> byName) {
    public Parameters {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byName.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        byName = Collections.unmodifiableMap(copy);
    }

    /** All values of a name; empty if it was not sent. */
    public List<String> all(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The first value of a name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Whether a switch is on. */
    boolean on(String name) {
        return first(name).orElse("false").equals("true");
    }

    /** The {@code extra} values, split at their first colon; a key given twice keeps its last value. */
    public Map<String, String> extras() {
        Map<String, String> extras = new LinkedHashMap<>();
        for (String extra : all("extra")) {
            int colon = extra.indexOf(':');
            if (colon > 0) {
                extras.put(extra.substring(0, colon), extra.substring(colon + 1));
            }
        }
        return Collections.unmodifiableMap(extras);
    }
}
