package io.sidetone.delivery;

import io.sidetone.delivery.BenchReceiver.Manner;
import io.sidetone.engine.embedded.EmbeddedEngine;
import io.sidetone.engine.embedded.TestEngines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Four targets of 1,000 calls: the delay of one that takes everything at once, while the others do too, and while one
 * of them hangs, one answers 500 and one resets. Prints figures and judges nothing.
 */
public final class IsolationBench {
    private static final int PER_SECOND = 250; // a final per call every four seconds
    private static final int SECONDS = 30;
    private static final int CALLS = 1_000;

    private IsolationBench() {}

    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("sidetone-bench");
        try (EmbeddedEngine engine = TestEngines.open(dir);
                ThreadTimer timer = new ThreadTimer();
                BenchReceiver fast = new BenchReceiver();
                BenchReceiver hanging = new BenchReceiver();
                BenchReceiver failing = new BenchReceiver();
                BenchReceiver resetting = new BenchReceiver();
                Webhooks webhooks = new Webhooks(
                        engine,
                        List.of(
                                Fixture.target("fast", fast.url()),
                                Fixture.target("hanging", hanging.url()),
                                Fixture.target("failing", failing.url()),
                                Fixture.target("resetting", resetting.url())),
                        BenchTraffic.surroundings(timer))) {
            webhooks.start();
            BenchTraffic traffic = new BenchTraffic(engine.events(), CALLS);
            run(traffic, fast, SECONDS / 3, "warming up");
            run(traffic, fast, SECONDS, "before, all well");
            hanging.behave(Manner.HANG);
            failing.behave(Manner.FAIL);
            resetting.behave(Manner.RESET);
            int requests = hanging.requests() + failing.requests() + resetting.requests();
            run(traffic, fast, SECONDS, "during, three in trouble");
            System.out.println("requests to the three meanwhile: "
                    + (hanging.requests() + failing.requests() + resetting.requests() - requests));
            webhooks.health().forEach(System.out::println);
            List.of(hanging, failing, resetting).forEach(receiver -> receiver.behave(Manner.TAKE));
            long begin = System.nanoTime();
            while (webhooks.health().stream().anyMatch(status -> status.state() != TargetStatus.State.OK)) {
                LockSupport.parkNanos(10_000_000);
            }
            System.out.println("all well again and caught up after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
    }

    private static void run(BenchTraffic traffic, BenchReceiver fast, int seconds, String what) {
        long before = traffic.appended();
        traffic.run(PER_SECOND, seconds);
        while (fast.taken() < traffic.appended() - before) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println(what + ", fast target's delay: " + fast.takeDelays());
    }
}
