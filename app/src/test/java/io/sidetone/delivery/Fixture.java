package io.sidetone.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Events;
import io.sidetone.engine.embedded.EmbeddedEngine;
import io.sidetone.engine.embedded.TestEngines;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** Engine, time and webhooks of one test. */
final class Fixture implements AutoCloseable {
    static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    final EmbeddedEngine engine;
    final FakeTime time = new FakeTime(Events.AT_MILLIS);
    final MeterRegistry meters = new SimpleMeterRegistry();
    Dns dns = Dns.SYSTEM;
    DeliveryLimits limits = DeliveryLimits.DEFAULT;
    private @Nullable Webhooks webhooks;

    /** @param dir of this test */
    Fixture(Path dir) {
        engine = TestEngines.open(dir);
    }

    static Target target(String name, URI url) {
        return new Target(
                name,
                url,
                List.of(Base64.getDecoder().decode(SECRET)),
                Target.DEFAULT_EVENTS,
                Set.of(),
                RetrySchedule.DEFAULT,
                Target.DEFAULT_TIMEOUT);
    }

    Webhooks start(Target... targets) {
        Webhooks started = new Webhooks(engine, List.of(targets), surroundings());
        started.start();
        webhooks = started;
        return started;
    }

    Surroundings surroundings() {
        return new Surroundings(
                time, time::nanoTime, time, new Random(7), dns, Proxy.NO_PROXY, meters, "1.2.3", limits);
    }

    void append(CallEvent event) {
        engine.events().append(event).toCompletableFuture().join();
    }

    List<Archive.Delivery> deliveries() {
        return engine.archive()
                .deliveries(new Archive.DeliveryQuery(null, null, null, Archive.Cursor.START, 1_000))
                .toCompletableFuture()
                .join()
                .items();
    }

    /** Waits until so many deliveries have this status. */
    List<Archive.Delivery> awaitDeliveries(Archive.Status status, int count) {
        while (true) {
            List<Archive.Delivery> found =
                    deliveries().stream().filter(d -> d.status() == status).toList();
            if (found.size() >= count) {
                return found;
            }
            Thread.onSpinWait();
        }
    }

    /** Lets every resting call try again, once all of so many rest. */
    void wake(int resting) throws InterruptedException {
        time.awaitWaiting(resting);
        time.advance(Duration.ofMinutes(6));
    }

    @Override
    public void close() {
        if (webhooks != null) {
            webhooks.close();
        }
        engine.close();
    }
}
