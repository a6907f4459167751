package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void soManyMayComeInASecondAndThenAsTimePasses() {
        AtomicLong now = new AtomicLong(7);
        Arrivals arrivals = new Arrivals(50, now::get);
        for (int i = 0; i < 50; i++) {
            assertThat(arrivals.mayCome()).isTrue();
        }
        assertThat(arrivals.mayCome()).isFalse();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(arrivals.mayCome()).isTrue();
        assertThat(arrivals.mayCome()).isFalse();
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        for (int i = 0; i < 50; i++) {
            assertThat(arrivals.mayCome()).isTrue();
        }
        assertThat(arrivals.mayCome()).isFalse();
    }
}
