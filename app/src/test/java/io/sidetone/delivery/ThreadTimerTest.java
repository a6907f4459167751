package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Recorder;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadTimerTest {
    private final Recorder<String> ran = new Recorder<>();

    @Test
    void tasksRunInTheOrderOfTheirTimeOnTheThreadGiven() throws Exception {
        try (ThreadTimer timer = new ThreadTimer()) {
            timer.after(Duration.ofMillis(50), Runnable::run, () -> ran.add("later"));
            timer.after(
                    Duration.ZERO,
                    Runnable::run,
                    () -> ran.add(Thread.currentThread().getName()));

            assertThat(ran.await(2)).containsExactly("sidetone-webhook-timer", "later");
        }
    }

    @Test
    void aThreadThatHasEndedDoesNotStopTheTimer() throws Exception {
        try (ThreadTimer timer = new ThreadTimer()) {
            timer.after(
                    Duration.ZERO,
                    task -> {
                        throw new RejectedExecutionException("ended");
                    },
                    () -> ran.add("never"));
            timer.after(Duration.ofMillis(1), Runnable::run, () -> ran.add("next"));

            assertThat(ran.await(1)).containsExactly("next");
        }
    }

    @Test
    void aClosedTimerTakesNothingMore() {
        ThreadTimer timer = new ThreadTimer();
        timer.close();

        timer.after(Duration.ZERO, Runnable::run, () -> ran.add("never"));

        assertThat(ran.seen()).isEmpty();
    }
}
