package io.sidetone.api.export;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as files write them. */
final class Stamp {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssXXX", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;
    private static final long SECOND_MS = 1_000;

    private Stamp() {}

    /** {@code 00:01:10}; hours grow as they must. */
    static String seconds(long ms) {
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d", ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS, ms % MINUTE_MS / SECOND_MS);
    }

    /** {@code 00:01:10.500}, with the point or comma that the format wants. */
    static String millis(long ms, char point) {
        return seconds(ms) + point + String.format(Locale.ROOT, "%03d", ms % SECOND_MS);
    }

    /** {@code 2025-11-20T10:00:00.123Z}. */
    static String utc(long atMillis) {
        return MILLIS.format(Instant.ofEpochMilli(atMillis));
    }

    /** {@code 2025-11-20 10:00:00Z}, in the zone that is asked for. */
    static String dayAndTime(long atMillis, Look look) {
        return DAY_AND_TIME.format(Instant.ofEpochMilli(atMillis).atZone(look.zone()));
    }

    /** A moment of the call, by its own time or by the clock. */
    static String moment(Transcript.Call call, long ms, Look look) {
        return look.clock()
                ? TIME.format(Instant.ofEpochMilli(call.startedAtMillis() + ms).atZone(look.zone()))
                : seconds(ms);
    }
}
