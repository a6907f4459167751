package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Good calls, one after the other, beside whatever a test does: each must be whole, every byte heard, every word told. */
final class SteadyCalls {
    private final World world;
    private final ExecutorService callers;
    private final List<Future<Integer>> calls = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    private SteadyCalls(World world, int atOnce) {
        this.world = world;
        this.callers = Executors.newFixedThreadPool(atOnce);
    }

    static SteadyCalls begin(World world, int atOnce) {
        SteadyCalls steady = new SteadyCalls(world, atOnce);
        for (int i = 0; i < atOnce; i++) {
            steady.calls.add(steady.callers.submit(steady::oneAfterTheOther));
        }
        return steady;
    }

    private int oneAfterTheOther() throws IOException {
        int whole = 0;
        while (!enough.get()) {
            Conversation.begin(world, world.voiceUrl(""), "hello", 100).isComplete();
            whole++;
        }
        return whole;
    }

    /** Waits for the last of them. */
    void wereUndisturbed() throws ExecutionException, InterruptedException {
        enough.set(true);
        try {
            for (Future<Integer> caller : calls) {
                assertThat(caller.get()).isPositive();
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
