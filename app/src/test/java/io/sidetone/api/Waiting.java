package io.sidetone.api;

import java.util.function.BooleanSupplier;

/** Waits in real time for what other threads do; the test's own timeout ends it. */
final class Waiting {
    private Waiting() {}

    static void until(BooleanSupplier there) {
        while (!there.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
