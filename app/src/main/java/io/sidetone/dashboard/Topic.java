package io.sidetone.dashboard;

import io.sidetone.engine.CallFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a viewer has asked for. Equal topics see the same events. */
sealed interface Topic {
    /** Chosen by the client, unique on its connection. */
    String name();

    /** True if the call belongs into the topic's snapshot. */
    boolean shows(CallFacts call);

    /** How the viewer is to have this numbered event. */
    Share share(Ring.Entry entry);

    /**
     * True if the viewer is to have the guesses on this call.
     *
     * @param focus the calls that the client looks at under this topic's name
     */
    boolean guesses(CallFacts call, Set<String> focus);

    /** How an event is shared with a viewer; the more comes later. */
    enum Share {
        NOT,
        /** Of several that wait, the newest of its kind will do. */
        NEWEST,
        PLAIN,
        WITH_WORDS;

        Share or(Share other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** The board: every call that the filter lets through. */
    record Calls(
            String name, CallFilter filter, Interims interims, Finals finals, Deliveries deliveries, long endedForMs)
            implements Topic {
        @Override
        public boolean shows(CallFacts call) {
            return filter.matches(call);
        }

        @Override
        public Share share(Ring.Entry entry) {
            if (!filter.matches(entry.call()) || !deliveries.cover(entry.kind())) {
                return Share.NOT;
            }
            boolean isFinal = entry.kind() == Ring.Kind.FINAL;
            return isFinal && finals == Finals.NONE
                    ? Share.NOT
                    : isFinal && finals == Finals.LATEST ? Share.NEWEST : Share.PLAIN;
        }

        @Override
        public boolean guesses(CallFacts call, Set<String> focus) {
            return interims != Interims.NONE
                    && (interims == Interims.ALL || focus.contains(call.callId()))
                    && filter.matches(call);
        }
    }

    /** One call in full. {@code tail} is how many finals its snapshot has. */
    record OneCall(String name, String callId, int tail, boolean words, boolean interims, Deliveries deliveries)
            implements Topic {
        @Override
        public boolean shows(CallFacts call) {
            return callId.equals(call.callId());
        }

        @Override
        public Share share(Ring.Entry entry) {
            if (!callId.equals(entry.call().callId()) || !deliveries.cover(entry.kind())) {
                return Share.NOT;
            }
            return words ? Share.WITH_WORDS : Share.PLAIN;
        }

        @Override
        public boolean guesses(CallFacts call, Set<String> focus) {
            return interims && callId.equals(call.callId());
        }
    }

    /** How the whole process is; of calls only what lies within {@code scope}. */
    record Sys(String name, CallFilter scope) implements Topic {
        @Override
        public boolean shows(CallFacts call) {
            return false;
        }

        @Override
        public Share share(Ring.Entry entry) {
            return Share.NOT;
        }

        @Override
        public boolean guesses(CallFacts call, Set<String> focus) {
            return call.equals(SystemDesk.SYSTEM);
        }
    }

    /** Whose guesses a board wants. */
    enum Interims {
        /** Those of the calls that the client says it looks at. */
        FOCUS,
        ALL,
        NONE;

        static Interims of(String wireName) {
            return switch (wireName) {
                case "all" -> ALL;
                case "none" -> NONE;
                default -> FOCUS;
            };
        }
    }

    /** Which finals a board wants. */
    enum Finals {
        /** Of each leg the newest, and of several that wait for the viewer only that. */
        LATEST,
        ALL,
        NONE;

        static Finals of(String wireName) {
            return switch (wireName) {
                case "all" -> ALL;
                case "none" -> NONE;
                default -> LATEST;
            };
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
