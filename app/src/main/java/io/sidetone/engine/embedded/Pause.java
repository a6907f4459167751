package io.sidetone.engine.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a thread of the engine's waits before it looks, or tries, again. */
interface Pause {
    Pause REAL = (end, time) -> end.await(time.toMillis(), TimeUnit.MILLISECONDS);

    /** @return true once the end has come, before the time is over or not */
    boolean until(CountDownLatch end, Duration time) throws InterruptedException;
}
