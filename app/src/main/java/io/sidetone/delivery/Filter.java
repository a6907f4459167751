package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import java.util.Map;
import java.util.Set;

/**
 * Which events a target gets.
 *
 * @param types of events
 * @param roles whose events it gets; empty: everybody's. Events of the whole call, which have no role, it gets anyway
 * @param labels the call must have all of them, with these values
 */
public record Filter(Set<String> types, Set<String> roles, Map<String, String> labels) {
    public Filter {
        types = Set.copyOf(types);
        roles = Set.copyOf(roles);
        labels = Map.copyOf(labels);
    }

    /** Everything of these types. */
    public static Filter ofTypes(Set<String> types) {
        return new Filter(types, Set.of(), Map.of());
    }

    boolean takes(CallEvent event) {
        String role = event.role();
        return types.contains(event.type())
                && (role == null || roles.isEmpty() || roles.contains(role))
                && event.labels().entrySet().containsAll(labels.entrySet());
    }
}
