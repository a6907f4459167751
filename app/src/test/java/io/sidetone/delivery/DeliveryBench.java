package io.sidetone.delivery;

import io.sidetone.engine.embedded.EmbeddedEngine;
import io.sidetone.engine.embedded.TestEngines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * From the appending of a final, through the durable journal, to its POST in a receiver's hands on loopback: 500
 * calls with 2,000 finals per second in all, after a run to warm up. Prints figures and judges nothing.
 */
public final class DeliveryBench {
    private static final int PER_SECOND = 2_000;
    private static final int SECONDS = 20;
    private static final int CALLS = 500;

    private DeliveryBench() {}

    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("sidetone-bench");
        try (EmbeddedEngine engine = TestEngines.open(dir);
                ThreadTimer timer = new ThreadTimer();
                BenchReceiver receiver = new BenchReceiver();
                Webhooks webhooks = new Webhooks(
                        engine, List.of(Fixture.target("bench", receiver.url())), BenchTraffic.surroundings(timer))) {
            webhooks.start();
            BenchTraffic traffic = new BenchTraffic(engine.events(), CALLS);
            run(traffic, receiver, PER_SECOND / 2, SECONDS / 2, "warming up");
            run(traffic, receiver, PER_SECOND, SECONDS, PER_SECOND + " finals/s");
            System.out.println("target: " + webhooks.health().get(0));
            System.out.println("appends that failed: " + traffic.failed());
        }
    }

    private static void run(BenchTraffic traffic, BenchReceiver receiver, int perSecond, int seconds, String what) {
        long before = traffic.appended();
        traffic.run(perSecond, seconds);
        while (receiver.taken() < traffic.appended() - before) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println(what + ", appended to POST received: " + receiver.takeDelays());
    }
}
