package io.sidetone.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds (a decimal too) or an HTTP date; nonsense counts as absent. RFC 9110, 10.2.3. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    static final Duration LONGEST = Duration.ofMinutes(15);

    private RetryAfter() {}

    /** @return 0 to 15 minutes, or null */
    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String trimmed = value.trim();
        if (SECONDS.matcher(trimmed).matches()) {
            return clamped(Duration.ofMillis((long) (Double.parseDouble(trimmed) * 1_000)));
        }
        try {
            Instant date = ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return clamped(Duration.between(now, date));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration clamped(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
