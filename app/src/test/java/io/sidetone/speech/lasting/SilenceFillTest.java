package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.sidetone.codec.MuLaw;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceFillTest {

    @ParameterizedTest(name = "{0} to {1}: up to {2}")
    @CsvSource({
        "1000, 1000, 1000",
        "1000, 1019, 1000", // jitter
        "1000, 1020, 1020",
        "1000, 1039, 1020", // what is left is less than jitter
        "1000, 1500, 1500",
        "1000,  900, 1000", // backwards
        "1000, 31000, 31000",
        "1000, 31001, 1000", // a hold: call time keeps it
        "0, 9000000000000, 0",
    })
    void fillsWhatIsNeitherJitterNorAHold(long fromMs, long toMs, long filledMs) {
        List<Long> times = new ArrayList<>();
        long done = SilenceFill.fill(fromMs, toMs, (slice, atMs) -> {
            times.add(atMs);
            assertThat(slice.readableBytes()).isEqualTo(160);
            for (byte sample : ByteBufUtil.getBytes(slice)) {
                assertThat(MuLaw.decode(sample)).isZero();
            }
        });

        assertThat(done).isEqualTo(filledMs);
        assertThat(times).hasSize((int) ((filledMs - fromMs) / 20));
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isEqualTo(fromMs + 20L * i);
        }
    }
}
