package io.sidetone.dashboard;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client asks. {@code id} is repeated in the reply; without one there is none. */
sealed interface Request {
    @Nullable String id();

    /** @param since what the client has, or null */
    record Subscribe(@Nullable String id, @Nullable Since since, List<Topic> topics) implements Request {}

    record Unsubscribe(@Nullable String id, List<String> names) implements Request {}

    record Ping(@Nullable String id) implements Request {}

    /** @param name of a topic {@code calls} */
    record Focus(@Nullable String id, String name, Set<String> callIds) implements Request {}

    /** A ticket for a longer stay. */
    record Auth(@Nullable String id, String ticket) implements Request {
        /** Not the ticket. */
        @Override
        public String toString() {
            return "auth " + id;
        }
    }

    /**
     * The client has applied everything up to {@code through}.
     *
     * @param lagMs how old it was by then, below 0 if the client does not say
     */
    record Ack(@Nullable String id, long through, long lagMs) implements Request {}

    /** Something that cannot be done, as its reader found out. */
    record Bad(@Nullable String id, Refusal why) implements Request {}

    /** A place in a feed. */
    record Since(String epoch, long seq) {}
}
