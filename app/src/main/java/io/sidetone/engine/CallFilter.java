package io.sidetone.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which calls: what somebody wants to see, or may. All conditions must hold; within one, any value. Asks only about
 * what is fixed when a call starts, so that a call never changes sides.
 *
 * @param from prefixes; empty does not restrict
 * @param to prefixes; empty does not restrict
 * @param labels exact values by label
 * @param within another filter that must hold too, or null
 */
public record CallFilter(
        @Nullable String direction,
        List<String> from,
        List<String> to,
        List<String> accountSids,
        Map<String, List<String>> labels,
        @Nullable CallFilter within) {
    public static final CallFilter ALL = new CallFilter(null, List.of(), List.of(), List.of(), Map.of());

    public CallFilter {
        from = List.copyOf(from);
        to = List.copyOf(to);
        accountSids = List.copyOf(accountSids);
        labels = labels.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> List.copyOf(it.getValue())));
    }

    public CallFilter(
            @Nullable String direction,
            List<String> from,
            List<String> to,
            List<String> accountSids,
            Map<String, List<String>> labels) {
        this(direction, from, to, accountSids, labels, null);
    }

    /** What a filter asks about; what a call does not have is an empty text. */
    public interface Facts {
        String direction();

        String from();

        String to();

        String accountSid();

        Map<String, String> labels();
    }

    /** Lets every call through. */
    public boolean isAll() {
        return equals(ALL);
    }

    /** Lets through what both let through. */
    public CallFilter and(CallFilter other) {
        if (other.isAll()) {
            return this;
        }
        if (isAll()) {
            return other;
        }
        return new CallFilter(direction, from, to, accountSids, labels, within == null ? other : within.and(other));
    }

    public boolean matches(Facts call) {
        return (direction == null || direction.equals(call.direction()))
                && (from.isEmpty() || from.stream().anyMatch(call.from()::startsWith))
                && (to.isEmpty() || to.stream().anyMatch(call.to()::startsWith))
                && (accountSids.isEmpty() || accountSids.contains(call.accountSid()))
                && labels.entrySet().stream().allMatch(it -> has(call, it.getKey(), it.getValue()))
                && (within == null || within.matches(call));
    }

    private static boolean has(Facts call, String label, List<String> values) {
        String value = call.labels().get(label);
        return value != null && values.contains(value);
    }

    /** For people, in a form that is the same for equal filters. */
    @Override
    public String toString() {
        return isAll()
                ? "all calls"
                : "direction " + direction + ", from " + from + ", to " + to + ", accounts " + accountSids + ", labels "
                        + new TreeMap<>(labels) + (within == null ? "" : ", and " + within);
    }
}
