package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.speech.CallTimeMap;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random adds, holes, jumps back, and drops, compared with a list of single samples. */
class KeptAudioTest {
    private static final long BLOCK_MS = KeptAudio.BLOCK_BYTES / KeptAudio.BYTES_PER_MS;

    private final AudioBudget budget = new AudioBudget(1 << 20);
    private final KeptAudio kept = new KeptAudio(budget);

    /** One sample, and its call time in samples. */
    private record Sample(byte value, long at) {
        long ms() {
            return Math.floorDiv(at, KeptAudio.BYTES_PER_MS);
        }
    }

    /** The same, so simple that it is right. */
    private static final class Naive {
        final List<Sample> samples = new ArrayList<>();
        long next; // call time of the next sample if it follows, in samples

        void add(byte[] audio, long callTimeMs) {
            boolean follows = !samples.isEmpty()
                    && Math.abs(callTimeMs - Math.floorDiv(next, KeptAudio.BYTES_PER_MS)) < CallTimeMap.TOLERANCE_MS;
            next = follows ? next : callTimeMs * KeptAudio.BYTES_PER_MS;
            for (byte value : audio) {
                samples.add(new Sample(value, next++));
            }
        }

        void dropBefore(long ms) {
            while (!samples.isEmpty() && samples.get(0).ms() < ms) {
                samples.remove(0);
            }
        }

        byte[] between(long fromMs, long toMs) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            samples.stream().filter(it -> it.ms() >= fromMs && it.ms() < toMs).forEach(it -> all.write(it.value()));
            return all.toByteArray();
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isLikeAListOfSamples(long seed) {
        Random random = new Random(seed);
        Naive naive = new Naive();
        boolean jumpsBack = seed % 4 == 0;
        long atMs = random.nextInt(100_000);
        for (int step = 0; step < 120; step++) {
            if (random.nextInt(4) > 0) {
                byte[] audio = new byte[lengthOf(random)];
                random.nextBytes(audio);
                atMs += jump(random, jumpsBack);
                naive.add(audio, atMs);
                assertThat(add(audio, atMs)).isTrue();
                atMs = kept.endMs();
                assertThat(atMs).isEqualTo(Math.floorDiv(naive.next, KeptAudio.BYTES_PER_MS));
            } else if (random.nextInt(20) == 0) {
                kept.clear();
                naive.samples.clear();
            } else {
                long ms = kept.startMs() + random.nextInt(1_500) - 100;
                kept.dropBefore(ms);
                naive.dropBefore(ms);
            }
            assertSame(naive, random, jumpsBack);
        }
        kept.clear();
        assertThat(budget.usedBytes()).isZero();
    }

    private void assertSame(Naive naive, Random random, boolean jumpsBack) {
        assertThat(heard(Long.MIN_VALUE / 2, Long.MAX_VALUE)).isEqualTo(naive.between(Long.MIN_VALUE, Long.MAX_VALUE));
        assertThat(kept.bytes()).isEqualTo(naive.samples.size());
        assertThat(kept.isEmpty()).isEqualTo(naive.samples.isEmpty());
        assertThat(kept.lengthMs()).isEqualTo(naive.samples.size() / KeptAudio.BYTES_PER_MS);
        assertThat(budget.usedBytes()).isEqualTo(kept.memoryBytes());
        assertThat(kept.memoryBytes()).isBetween(kept.bytes(), kept.bytes() + 2 * KeptAudio.BLOCK_BYTES);
        if (!naive.samples.isEmpty()) {
            assertThat(kept.startMs()).isEqualTo(naive.samples.get(0).ms());
        }
        long fromMs = kept.startMs() + random.nextInt(3_000) - 500;
        long toMs = fromMs + random.nextInt(2_000);
        assertThat(heard(fromMs, toMs)).isEqualTo(naive.between(fromMs, toMs));
        if (!jumpsBack) {
            long behind = naive.samples.stream().filter(it -> it.ms() >= fromMs).count();
            assertThat(kept.lengthFromMs(fromMs)).isEqualTo(behind / KeptAudio.BYTES_PER_MS);
        }
    }

    /** Also checks that each part is where it says. */
    private byte[] heard(long fromMs, long toMs) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        kept.forEach(fromMs, toMs, (audio, from, length, atMs) -> {
            assertThat(length).isPositive();
            assertThat(atMs).isBetween(fromMs, toMs);
            all.write(audio, from, length);
        });
        return all.toByteArray();
    }

    private boolean add(byte[] audio, long atMs) {
        ByteBuf slice = Unpooled.wrappedBuffer(new byte[3], audio); // begins somewhere in its buffer
        slice.skipBytes(3);
        boolean added = kept.add(slice, atMs);
        assertThat(slice.readableBytes()).isEqualTo(audio.length);
        return added;
    }

    private static int lengthOf(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 8 * (1 + random.nextInt(50));
            case 1 -> 8 * (1 + random.nextInt(1_200)); // up to more than two blocks
            default -> 160;
        };
    }

    private static long jump(Random random, boolean jumpsBack) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(3_000); // a hole
            case 1 -> random.nextInt(19); // jitter
            case 2 -> jumpsBack ? -random.nextInt(2_000) : 0;
            default -> 0;
        };
    }

    @Test
    void slicesNeedNotHoldWholeMilliseconds() {
        Random random = new Random(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            byte[] audio = new byte[1 + random.nextInt(300)];
            random.nextBytes(audio);
            add(audio, all.size() / KeptAudio.BYTES_PER_MS);
            all.writeBytes(audio);
        }

        assertThat(heard(Long.MIN_VALUE / 2, Long.MAX_VALUE)).isEqualTo(all.toByteArray());
        assertThat(kept.endMs()).isEqualTo(all.size() / KeptAudio.BYTES_PER_MS);
    }

    @Test
    void whatDoesNotFitIsNotTakenAtAll() {
        KeptAudio small = new KeptAudio(new AudioBudget(2 * KeptAudio.BLOCK_BYTES));
        assertThat(small.add(Unpooled.wrappedBuffer(new byte[KeptAudio.BLOCK_BYTES]), 0))
                .isTrue();

        assertThat(small.add(Unpooled.wrappedBuffer(new byte[2 * KeptAudio.BLOCK_BYTES]), BLOCK_MS))
                .isFalse();
        assertThat(small.endMs()).isEqualTo(BLOCK_MS);
        assertThat(small.lengthMs()).isEqualTo(BLOCK_MS);
        assertThat(small.add(Unpooled.wrappedBuffer(new byte[KeptAudio.BLOCK_BYTES]), BLOCK_MS))
                .isTrue();
    }

    @Test
    void theBudgetIsOneForAll() {
        List<KeptAudio> all =
                IntStream.range(0, 3).mapToObj(i -> new KeptAudio(budget)).toList();
        all.forEach(each -> each.add(Unpooled.wrappedBuffer(new byte[1]), 0));
        assertThat(budget.usedBytes()).isEqualTo(3 * KeptAudio.BLOCK_BYTES);

        all.forEach(KeptAudio::clear);
        all.forEach(KeptAudio::clear);
        assertThat(budget.usedBytes()).isZero();
    }
}
