package io.sidetone.twiml;

import java.util.Locale;

/** What happens to a caller whom the first target did not take. */
public sealed interface Fallback {
    /**
     * Another target is tried, once.
     *
     * @param target whom to dial
     */
    record Dial(DialTarget target) implements Fallback {}

    /**
     * Something is said, then the call ends.
     *
     * @param announcement what is said
     */
    record Say(Announcement announcement) implements Fallback {}

    /**
     * A fallback as written in one setting: {@code say:} and a text, or a target as {@link DialTarget#parse} takes it.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Fallback parse(String text) {
        String trimmed = text.strip();
        if (trimmed.toLowerCase(Locale.ROOT).startsWith("say:")) {
            return new Say(Announcement.of(trimmed.substring("say:".length()).strip()));
        }
        return new Dial(DialTarget.parse(trimmed));
    }
}
