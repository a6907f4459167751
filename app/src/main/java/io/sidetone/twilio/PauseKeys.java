package io.sidetone.twilio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What keys on the phone do to the transcript.
 *
 * @param key pauses the call and lets it go on again: one of 0 to 9, * and #; null if none does
 * @param keypad any other key pauses the call until so long after the last of them; zero if none does
 */
public record PauseKeys(@Nullable String key, Duration keypad) {
    public static final PauseKeys NONE = new PauseKeys(null, Duration.ZERO);
}
