package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The gate of the dialled side by itself; the callbacks' order is the subject of {@link GatedLegTest}. */
class GateTest {
    private final Gate gate = new Gate(0);
    private final List<Long> sent = new ArrayList<>();

    @Test
    void keepsTheLastTenSeconds() {
        keep(0, 30_000);
        gate.open(null, this::send);

        assertThat(sent.get(0)).isEqualTo(30_000 - Gate.KEPT_MS);
        assertThat(sent).hasSize((int) Gate.KEPT_MS / 20).isSorted();
    }

    @Test
    void opensFromTheAskedTimeOn() {
        keep(0, 4_000);
        gate.open(3_000L, this::send);

        assertThat(sent).containsExactlyElementsOf(grid(3_000, 4_000));
    }

    @Test
    void opensFromBeforeTheStreamIfTheAnswerWasEarlier() {
        keep(0, 100);
        gate.open(-900L, this::send);

        assertThat(sent).containsExactlyElementsOf(grid(0, 100));
    }

    @Test
    void handsOverWhatItWasGivenUnchanged() {
        ByteBuf frame = Unpooled.wrappedBuffer(new byte[] {1, 2, 3});
        gate.keep(frame, 0);
        frame.setByte(1, 99); // the sender uses its buffer again
        List<Byte> heard = new ArrayList<>();
        gate.open(null, (audio, atMs) -> {
            while (audio.isReadable()) {
                heard.add(audio.readByte());
            }
        });

        assertThat(heard).containsExactly((byte) 1, (byte) 2, (byte) 3);
    }

    @Test
    void forgetsWhatWasHandedOver() {
        keep(0, 100);
        gate.open(null, this::send);
        gate.shutAgain(100);
        sent.clear();
        gate.open(null, this::send);

        assertThat(sent).isEmpty();
    }

    @Test
    void whatWasSpokenBeforeTheHangUpPassesHoweverLateItComes() {
        assertThat(gate.isOpenAt(0)).isFalse();
        gate.open(null, this::send);
        assertThat(gate.isOpenAt(1_000_000)).isTrue();
        gate.shutAgain(5_000);

        assertThat(gate.isOpenAt(4_999)).isTrue();
        assertThat(gate.isOpenAt(5_000)).isFalse();
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void givesUpAfterFiveSecondsWithoutNews() {
        assertThat(gate.givesUp(Gate.PATIENCE_MS - 1)).isFalse();
        assertThat(gate.givesUp(Gate.PATIENCE_MS)).isTrue();
    }

    @Test
    void neverGivesUpOnADialThatWasReported() {
        gate.initiated();

        assertThat(gate.givesUp(600_000)).isFalse();
    }

    @Test
    void neverGivesUpOnTheNextDial() {
        gate.open(null, this::send);
        gate.shutAgain(100);

        assertThat(gate.givesUp(600_000)).isFalse();
    }

    @Test
    void aClockThatStandsStillDoesNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            gate.keep(Unpooled.wrappedBuffer(new byte[160]), 7);
        }
        gate.open(null, this::send);

        assertThat(sent).hasSize((int) (Gate.KEPT_MS * 8 / 160));
    }

    private void keep(long fromMs, long toMs) {
        grid(fromMs, toMs).forEach(at -> gate.keep(Unpooled.wrappedBuffer(new byte[160]), at));
    }

    private static List<Long> grid(long fromMs, long toMs) {
        return LongStream.range(0, (toMs - fromMs) / 20)
                .map(i -> fromMs + i * 20)
                .boxed()
                .toList();
    }

    private void send(ByteBuf audio, long callTimeMs) {
        sent.add(callTimeMs);
    }
}
