package io.sidetone.sim.twilio;

import java.util.Random;

/** Mints the identifiers of calls and streams: two letters and 32 hex digits. Safe on any thread, as its source is. */
final class Sids {
    private final Random random;

    Sids(Random random) {
        this.random = random;
    }

    String call() {
        return next("CA");
    }

    String stream() {
        return next("MZ");
    }

    /** Where a track's first frame stands: small, and not zero. */
    int startOffsetMs() {
        return 1 + random.nextInt(19);
    }

    private String next(String kind) {
        return "%s%016x%016x".formatted(kind, random.nextLong(), random.nextLong());
    }
}
