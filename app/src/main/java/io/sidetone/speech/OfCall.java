package io.sidetone.speech;

import org.jspecify.annotations.Nullable;

/** Something that belongs to one call. A line of the log that names it carries the call, and its leg, as fields. */
public interface OfCall {
    String callId();

    /** The speaker's, or null if it is not of one leg alone. */
    @Nullable String role();
}
