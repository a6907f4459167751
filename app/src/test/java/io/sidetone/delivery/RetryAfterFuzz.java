package io.sidetone.delivery;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.fuzz.Input;
import java.time.Duration;
import java.time.Instant;

/** A receiver's wish to be left alone is bounded. */
public final class RetryAfterFuzz {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private RetryAfterFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Duration wish = RetryAfter.parse(new Input(data).line(), NOW);
        require(wish == null || (!wish.isNegative() && wish.compareTo(RetryAfter.LONGEST) <= 0), "0 to 15 minutes");
    }
}
