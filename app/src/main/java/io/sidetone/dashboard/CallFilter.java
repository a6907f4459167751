package io.sidetone.dashboard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a board shows. All conditions must hold; within one, any value.
 *
 * @param from prefixes; empty does not restrict
 * @param to prefixes; empty does not restrict
 * @param labels exact values by label
 */
record CallFilter(
        @Nullable String direction,
        List<String> from,
        List<String> to,
        List<String> accountSids,
        Map<String, List<String>> labels) {
    static final CallFilter ALL = new CallFilter(null, List.of(), List.of(), List.of(), Map.of());

    boolean matches(CallFacts call) {
        return (direction == null || direction.equals(call.direction()))
                && (from.isEmpty() || from.stream().anyMatch(call.from()::startsWith))
                && (to.isEmpty() || to.stream().anyMatch(call.to()::startsWith))
                && (accountSids.isEmpty() || accountSids.contains(call.accountSid()))
                && labels.entrySet().stream().allMatch(it -> has(call, it.getKey(), it.getValue()));
    }

    private static boolean has(CallFacts call, String label, List<String> values) {
        String value = call.labels().get(label);
        return value != null && values.contains(value);
    }
}
