package io.sidetone.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Dns;

/** Finals at a steady rate over many calls, appended whether or not anything keeps up. */
final class BenchTraffic {
    private static final String WORDS = "the compressor on unit four is short cycling and trips after about a minute ";

    private final EventLog log;
    private final int calls;
    private final long[] seqs;
    private final AtomicInteger failed = new AtomicInteger();
    private long appended;

    BenchTraffic(EventLog log, int calls) {
        this.log = log;
        this.calls = calls;
        this.seqs = new long[calls];
    }

    static Surroundings surroundings(Timer timer) {
        return new Surroundings(
                InstantSource.system(),
                System::nanoTime,
                timer,
                new Random(1),
                Dns.SYSTEM,
                Proxy.NO_PROXY,
                new SimpleMeterRegistry(),
                "bench",
                DeliveryLimits.DEFAULT);
    }

    void run(int perSecond, int seconds) {
        long begin = System.nanoTime();
        long stepNanos = 1_000_000_000L / perSecond;
        long total = (long) perSecond * seconds;
        for (long i = 0; i < total; i++) {
            long due = begin + i * stepNanos;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            append((int) (appended++ % calls));
        }
    }

    private void append(int call) {
        String callId = "s_bench" + call;
        long seq = ++seqs[call];
        String data = "{\"callId\":\"" + callId + "\",\"callSid\":\"CA0\",\"seq\":" + seq + ","
                + BenchReceiver.MARK + System.nanoTime() + ",\"legId\":\"l1\",\"n\":" + seq + ",\"text\":\""
                + WORDS.repeat(6) + "\"}";
        CallEvent event = new CallEvent(
                callId,
                seq,
                "transcript.final",
                "l1",
                seq,
                System.currentTimeMillis(),
                "msg_" + callId + "x" + seq,
                data.getBytes(StandardCharsets.UTF_8));
        log.append(event).whenComplete((done, failure) -> {
            if (failure != null) {
                failed.incrementAndGet();
            }
        });
    }

    long appended() {
        return appended;
    }

    int failed() {
        return failed.get();
    }
}
