package io.sidetone.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResamplerTest {

    private static final long SEED = 20_261_121L;
    private static final double TONE_DB = -9;
    private static final String SIX_DIRECTIONS = """
            8000, 16000
            8000, 48000
            16000, 48000
            48000, 16000
            48000, 8000
            16000, 8000
            """;

    @ParameterizedTest
    @CsvSource(textBlock = SIX_DIRECTIONS)
    void howTheStreamIsCutMakesNoDifferenceToABit(int fromHz, int toHz) {
        short[] input = Signals.whiteNoise(fromHz, 500, -6, SEED);
        Resampler resampler = Resampler.of(fromHz, toHz);
        short[] whole = inChunks(resampler, input, input.length, null);
        assertThat(inChunks(resampler, input, 1, null)).isEqualTo(whole);
        Random random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            assertThat(inChunks(resampler, input, 1 + random.nextInt(2000), random))
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIX_DIRECTIONS)
    void aClickComesOutAfterTheStatedLatency(int fromHz, int toHz) {
        Resampler resampler = Resampler.of(fromHz, toHz);
        short[] click = new short[fromHz / 10];
        click[0] = 32767;
        short[] out = inChunks(resampler, click, click.length, null);
        int peak = 0;
        for (int i = 0; i < out.length; i++) {
            peak = out[i] > out[peak] ? i : peak;
        }
        assertThat(peak).isEqualTo(resampler.latencySamples());
        assertThat(resampler.latencySamples() * 1000.0 / toHz).isEqualTo(Math.min(fromHz, toHz) == 8000 ? 5 : 2.5);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIX_DIRECTIONS)
    void theVoiceBandPassesFlatAndNothingElseAppears(int fromHz, int toHz) {
        double top = 0.425 * Math.min(fromHz, toHz);
        for (double hz = 100; hz <= top; hz += 85) {
            short[] out = Resampler.whole(Signals.tones(fromHz, 400, TONE_DB, hz), fromHz, toHz);
            int from = toHz / 10;
            int to = 3 * toHz / 10;
            assertThat(Signals.levelDb(out, from, to))
                    .as("level at %.1f Hz", hz)
                    .isCloseTo(TONE_DB, within(0.1));
            assertThat(restDb(out, from, to, hz / toHz) - TONE_DB)
                    .as("images, aliases and noise at %.1f Hz", hz)
                    .isLessThan(-70);
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 16000", "48000, 8000", "16000, 8000"})
    void whatTheLowerRateCannotHoldIsGone(int fromHz, int toHz) {
        for (double hz = toHz / 2.0 + 1; hz < fromHz / 2.0; hz += 97) {
            short[] out = Resampler.whole(Signals.tones(fromHz, 300, TONE_DB, hz), fromHz, toHz);
            assertThat(Signals.levelDb(out, toHz / 10, toHz / 5) - TONE_DB)
                    .as("alias of %.1f Hz", hz)
                    .isLessThan(-70);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIX_DIRECTIONS)
    void aSteadyLevelStaysAndOvershootSaturates(int fromHz, int toHz) {
        short[] steady = new short[fromHz / 5];
        Arrays.fill(steady, (short) -32768);
        short[] out = Resampler.whole(steady, fromHz, toHz);
        assertThat(Arrays.copyOfRange(out, toHz / 20, toHz / 10)).containsOnly(-32768);

        short[] square = new short[fromHz / 5];
        short[] half = new short[square.length];
        for (int i = 0; i < square.length; i++) {
            square[i] = (short) (i / (fromHz / 500) % 2 == 0 ? 32766 : -32766);
            half[i] = (short) (square[i] / 2);
        }
        short[] loud = Resampler.whole(square, fromHz, toHz);
        short[] quiet = Resampler.whole(half, fromHz, toHz);
        assertThat(loud).contains((short) 32767, (short) -32768);
        for (int i = 0; i < loud.length; i++) {
            int expected = Math.max(-32768, Math.min(32767, 2 * quiet[i]));
            assertThat((int) loud[i]).as("sample %d", i).isCloseTo(expected, within(2));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIX_DIRECTIONS)
    void aWholeRecordingKeepsItsLengthAndPlace(int fromHz, int toHz) {
        for (int length : new int[] {0, 1, 5, 6, 7, 1001}) {
            assertThat(Resampler.whole(new short[length], fromHz, toHz))
                    .hasSize((int) Math.ceil((double) length * toHz / fromHz));
        }
        short[] out = Resampler.whole(Signals.tones(fromHz, 200, TONE_DB, 1000), fromHz, toHz);
        short[] ideal = Signals.tones(toHz, 200, TONE_DB, 1000);
        for (int i = toHz / 50; i < ideal.length - toHz / 50; i++) {
            assertThat((int) out[i]).as("sample %d", i).isCloseTo(ideal[i], within(4));
        }
    }

    @Test
    void afterAFlushTheNextStreamStartsClean() {
        Resampler resampler = Resampler.of(48000, 8000);
        short[] first = inChunks(resampler, Signals.whiteNoise(48000, 101, -6, SEED), 333, null);
        short[] again = inChunks(resampler, Signals.whiteNoise(48000, 101, -6, SEED), 480, null);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void wrongRatesAndSmallBuffersAreRefused() {
        assertThatThrownBy(() -> Resampler.of(44100, 8000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fromHz is 44100; expected 8000, 16000 or 48000");
        assertThatThrownBy(() -> Resampler.of(8000, 11025)).hasMessageContaining("toHz is 11025");
        assertThatThrownBy(() -> Resampler.of(8000, 8000)).hasMessageContaining("two different rates");
        Resampler resampler = Resampler.of(8000, 16000);
        assertThatThrownBy(() -> resampler.resample(new short[160], 0, 160, new short[319], 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("320 samples from 0 do not fit dst of 319");
        assertThatThrownBy(() -> resampler.resample(new short[160], 1, 160, new short[320], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> resampler.flush(new short[79], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static short[] inChunks(Resampler resampler, short[] input, int chunk, @Nullable Random random) {
        short[] out = new short[resampler.maxOutput(input.length) + resampler.maxFlush() + 6];
        int written = 0;
        for (int at = 0; at < input.length; ) {
            int next = random == null ? chunk : random.nextInt(chunk + 1);
            int count = Math.min(next, input.length - at);
            written += resampler.resample(input, at, count, out, written);
            at += count;
        }
        written += resampler.flush(out, written);
        return Arrays.copyOf(out, written);
    }

    /** What is left when the best-fitting sine of this frequency is taken out. */
    private static double restDb(short[] samples, int from, int to, double cyclesPerSample) {
        double cos = 0;
        double sin = 0;
        for (int i = from; i < to; i++) {
            cos += samples[i] * Math.cos(2 * Math.PI * cyclesPerSample * i);
            sin += samples[i] * Math.sin(2 * Math.PI * cyclesPerSample * i);
        }
        double scale = 2.0 / (to - from);
        short[] rest = new short[to - from];
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * cyclesPerSample * i;
            double tone = scale * (cos * Math.cos(angle) + sin * Math.sin(angle));
            // Ten times as large, so that rounding to a short does not hide what is looked for.
            rest[i - from] = (short) Math.round(10 * (samples[i] - tone));
        }
        return Signals.levelDb(rest, 0, rest.length) - 20;
    }
}
