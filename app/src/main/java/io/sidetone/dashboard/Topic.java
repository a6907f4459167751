package io.sidetone.dashboard;

import org.jspecify.annotations.Nullable;

/** What a viewer has asked for. Equal topics see the same events. */
sealed interface Topic {
    /** Chosen by the client, unique on its connection. */
    String name();

    /** True if the viewer is to have this numbered event. */
    boolean covers(Ring.Entry entry);

    /** True if the viewer is to have the guesses on this call. */
    boolean guesses(CallFacts call);

    /** The board: every call that the filter lets through. */
    record Calls(
            String name, CallFilter filter, boolean interims, boolean finals, Deliveries deliveries, long endedForMs)
            implements Topic {
        @Override
        public boolean covers(Ring.Entry entry) {
            return filter.matches(entry.call())
                    && (finals || entry.kind() != Ring.Kind.FINAL)
                    && deliveries.cover(entry.kind());
        }

        @Override
        public boolean guesses(CallFacts call) {
            return interims && filter.matches(call);
        }
    }

    /** One call in full. {@code tail} is how many finals its snapshot has. */
    record OneCall(String name, String callId, int tail, boolean interims, Deliveries deliveries) implements Topic {
        @Override
        public boolean covers(Ring.Entry entry) {
            return callId.equals(entry.call().callId()) && deliveries.cover(entry.kind());
        }

        @Override
        public boolean guesses(CallFacts call) {
            return interims && callId.equals(call.callId());
        }
    }

    /** Which news of deliveries a viewer wants. */
    enum Deliveries {
        ALL,
        DEAD,
        NONE;

        boolean cover(Ring.Kind kind) {
            return switch (kind) {
                case DELIVERY -> this == ALL;
                case DEAD_DELIVERY -> this != NONE;
                case FINAL, OTHER -> true;
            };
        }

        static @Nullable Deliveries of(String wireName) {
            return switch (wireName) {
                case "all" -> ALL;
                case "dead" -> DEAD;
                case "none" -> NONE;
                default -> null;
            };
        }
    }
}
