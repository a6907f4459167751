package io.sidetone.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks. {@code id} is repeated in the reply; without one there is none. */
sealed interface Request {
    @Nullable String id();

    /** @param since what the client has, or null */
    record Subscribe(@Nullable String id, @Nullable Since since, List<Topic> topics) implements Request {}

    record Unsubscribe(@Nullable String id, List<String> names) implements Request {}

    record Ping(@Nullable String id) implements Request {}

    /** Something that is taken and has no effect yet, such as {@code focus}. */
    record Noted(@Nullable String id) implements Request {}

    /** Something that cannot be done, as its reader found out. */
    record Bad(@Nullable String id, Refusal why) implements Request {}

    /** A place in a feed. */
    record Since(String epoch, long seq) {}
}
