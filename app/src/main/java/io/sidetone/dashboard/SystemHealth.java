package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What works and what does not, part by part. */
public record SystemHealth(List<Check> checks) {
    /** From well to worst. */
    public enum Status {
        OK,
        DEGRADED,
        DOWN;

        /** As it is written for programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One part.
     *
     * @param name such as {@code storage}, {@code stt:deepgram}, {@code webhook:crm}
     * @param detail for people; null if there is nothing to say
     * @param sinceMillis when it came into this state, milliseconds since 1970
     */
    public record Check(
            String name, Status status, @Nullable String detail, long sinceMillis) {}

    /** The part without which nothing can be promised. */
    public static final String STORAGE = "storage";

    public SystemHealth {
        checks = List.copyOf(checks);
    }

    /** Down if no call can be taken; degraded if something else is not as it should be. */
    public Status status() {
        boolean well = checks.stream().allMatch(check -> check.status() == Status.OK);
        return isDown(STORAGE) ? Status.DOWN : well ? Status.OK : Status.DEGRADED;
    }

    private boolean isDown(String name) {
        return checks.stream().anyMatch(check -> check.name().equals(name) && check.status() == Status.DOWN);
    }

    /** The protocol's Health object. */
    public ObjectNode json(long nowMillis) {
        ObjectNode node = Json.object().put("status", status().word()).put("at", nowMillis);
        var list = node.putArray("checks");
        for (Check check : checks) {
            ObjectNode one = list.addObject()
                    .put("name", check.name())
                    .put("status", check.status().word());
            if (check.detail() != null) {
                one.put("detail", check.detail());
            }
            one.put("sinceAt", check.sinceMillis());
        }
        return node;
    }
}
