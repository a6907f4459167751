package io.sidetone.speech.wire;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After}: seconds (a decimal too) or an HTTP date; nonsense counts as absent. RFC 9110, 10.2.3.
 *
 * <p>A date is measured from the answer's own {@code Date}: so no clock is needed, and none has to agree with
 * the server's. Without that header it counts as absent.
 */
public final class RetryAfter {
    /** A vendor that asks for more is asked again all the same: the call will not last. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private RetryAfter() {}

    /**
     * @param value of {@code Retry-After}
     * @param date of {@code Date}
     * @return 0 to {@link #LONGEST}, or null
     */
    public static @Nullable Duration of(@Nullable String value, @Nullable String date) {
        if (value == null) {
            return null;
        }
        if (SECONDS.matcher(value.strip()).matches()) {
            return bounded(Duration.ofMillis((long) (Double.parseDouble(value.strip()) * 1_000)));
        }
        try {
            return date == null ? null : bounded(Duration.between(instant(date), instant(value)));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ZonedDateTime instant(String httpDate) {
        return ZonedDateTime.parse(httpDate.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static Duration bounded(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
