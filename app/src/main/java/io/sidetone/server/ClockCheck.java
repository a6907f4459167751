package io.sidetone.server;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Asks those whom we talk to anyway what time it is. Blocks; for a command's own thread. */
final class ClockCheck {
    /** Twilio's reports are placed on call time by this clock; receivers refuse signatures that are minutes off. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;

    ClockCheck(Clock clock) {
        this.clock = clock;
    }

    /** @param others whose answers say the time, in the order they are asked */
    Checks.Finding run(List<URI> others) {
        OkHttpClient http = new OkHttpClient.Builder()
                .callTimeout(PATIENCE)
                .followRedirects(false)
                .build();
        try {
            for (URI other : others) {
                Instant theirs = timeOf(http, other);
                if (theirs != null) {
                    return compared(other, Duration.between(theirs, clock.instant()));
                }
            }
        } finally {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
        return new Checks.Finding(true, "clock", "nobody was there to compare it with; keep it right (chrony, ntpd)");
    }

    private static @Nullable Instant timeOf(OkHttpClient http, URI other) {
        String origin = other.getScheme().replaceFirst("^ws", "http") + "://" + other.getRawAuthority() + "/";
        try (Response answer =
                http.newCall(new Request.Builder().url(origin).head().build()).execute()) {
            Date date = answer.headers().getDate("Date");
            return date == null ? null : date.toInstant();
        } catch (IOException e) {
            return null; // whether it can be reached is another line's finding
        }
    }

    private static Checks.Finding compared(URI other, Duration off) {
        Duration apart = off.abs();
        String detail = "within " + (apart.toSeconds() + 1) + " s of " + other.getHost();
        return apart.compareTo(MOST) <= 0
                ? new Checks.Finding(true, "clock", detail)
                : new Checks.Finding(
                        false,
                        "clock",
                        apart.toSeconds() + " s " + (off.isNegative() ? "behind " : "ahead of ") + other.getHost()
                                + "; set it (chrony, ntpd): call times and signatures depend on it");
    }
}
