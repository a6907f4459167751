package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.TurnOrder;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Chunks of 60 ms and a buffer of 1 s, unless a test says otherwise. */
class OutboxTest {
    private Outbox outbox = outbox(AudioFormat.MULAW_8K, AudioFormat.MULAW_8K);

    @Test
    void framesOfTwentyMillisecondsMakeChunksOfSixty() {
        for (int i = 0; i < 7; i++) {
            add(i * 20L, noise(160, i));
        }
        assertThat(lengths()).containsExactly(480, 480);
        assertThat(outbox.waitingMs()).isEqualTo(20);

        outbox.completeChunk();
        assertThat(lengths()).containsExactly(160);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void chunksOnTheBeatEndAtTheSamePlacesWhateverCameBetween() {
        outbox = onTheBeat(60, () -> 0);
        for (long at = 25; at < 185; at += 20) {
            add(at, noise(160, at));
        }
        assertThat(lengths()).containsExactly(320, 480, 480); // to 65, 125, 185

        add(185, noise(160, 1));
        outbox.completeChunk(); // somebody asked for a final
        for (long at = 205; at < 305; at += 20) {
            add(at, noise(160, at));
        }
        assertThat(lengths()).containsExactly(160, 320, 480); // to 205, 245, 305
    }

    @ParameterizedTest
    @CsvSource({"20,in,out", "60,in,out", "60,out,in", "100,in,out", "100,out,in"})
    void twoLegsThatTakeTurnsCompleteChunksAtEvenDistances(int chunkMs, String first, String second) {
        TurnOrder order = new TurnOrder();
        Outbox[] legs = {onTheBeat(chunkMs, () -> order.of(first)), onTheBeat(chunkMs, () -> order.of(second))};
        List<Integer> completedBy = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            legs[i % 2].add(Unpooled.wrappedBuffer(noise(160, i)), i / 2 * 20L);
            if (legs[i % 2].peek() != null) {
                legs[i % 2].take();
                completedBy.add(i);
            }
        }
        List<Integer> steady = completedBy.subList(2, completedBy.size());
        for (int i = 1; i < steady.size(); i++) {
            assertThat(steady.get(i) - steady.get(i - 1)).isEqualTo(chunkMs / 20);
        }
        assertThat(steady).hasSizeGreaterThan(8);
    }

    @Test
    void itTellsWhatTheNextChunkLacks() {
        outbox = onTheBeat(60, () -> 1); // to 20, 80, 140
        assertThat(outbox.missingMs())
                .as("nothing has come, so whose turn it is nobody knows")
                .isEqualTo(60);
        add(0, noise(160, 1));
        assertThat(outbox.missingMs()).isZero();
        outbox.take();
        assertThat(outbox.missingMs()).isEqualTo(60);
        add(20, noise(160, 2));
        assertThat(outbox.missingMs()).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource(names = {"MULAW_8K", "LINEAR16_8K"})
    void oddSlicesComeOutAsTheSameBytes(AudioFormat wire) {
        boolean decode = wire == AudioFormat.LINEAR16_8K;
        outbox = outbox(AudioFormat.MULAW_8K, wire);
        ByteArrayOutputStream spoken = new ByteArrayOutputStream();
        for (int size : new int[] {0, 1, 79, 160, 4_000, 79, 1, 0, 160}) {
            byte[] slice = noise(size, size);
            add(spoken.size() / 8L, slice);
            spoken.writeBytes(slice);
        }
        outbox.completeChunk();

        byte[] expected = decode ? MuLaw.toLinear16(spoken.toByteArray()) : spoken.toByteArray();
        assertThat(bytes(takeAll())).isEqualTo(expected);
    }

    @Test
    void linear16OfALegGoesAsItIs() {
        outbox = outbox(AudioFormat.LINEAR16_16K, AudioFormat.LINEAR16_16K);
        byte[] slice = noise(3_200, 1); // 100 ms
        add(0, slice);
        outbox.completeChunk();

        List<Chunk> chunks = takeAll();
        assertThat(chunks).extracting(Chunk::samples).containsExactly(960, 640);
        assertThat(bytes(chunks)).isEqualTo(slice);
    }

    @Test
    void aSliceIsReadFromItsReaderIndexOnly() {
        ByteBuf slice = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4}).skipBytes(2);
        outbox.add(slice, 0);
        outbox.completeChunk();

        assertThat(bytes(takeAll())).containsExactly(3, 4);
        assertThat(slice.readerIndex()).isEqualTo(2);
    }

    @Test
    void aHoleBeginsAChunkOfItsOwn() {
        add(1_000, noise(160, 1));
        add(1_039, noise(160, 2)); // 19 ms late: jitter
        add(1_079, noise(160, 3)); // 39 ms behind the chunk's end: a hole
        add(1_100, noise(160, 4));
        outbox.completeChunk();

        List<Chunk> chunks = takeAll();
        assertThat(chunks).extracting(Chunk::callTimeMs).containsExactly(1_000L, 1_079L);
        assertThat(chunks).extracting(Chunk::samples).containsExactly(320, 320);
    }

    @Test
    void timeThatRunsBackIsKeptToo() {
        add(1_000, noise(160, 1));
        add(500, noise(160, 2));
        outbox.completeChunk();

        List<Chunk> chunks = takeAll();
        assertThat(chunks).extracting(Chunk::callTimeMs).containsExactly(1_000L, 500L);
    }

    @Test
    void aChunkBegunWithinASliceKnowsItsOwnTime() {
        add(200, noise(8 * 150, 1));
        outbox.completeChunk();

        List<Chunk> chunks = takeAll();
        assertThat(chunks).extracting(Chunk::callTimeMs).containsExactly(200L, 260L, 320L);
        assertThat(outbox.endMs()).isEqualTo(350);
    }

    @Test
    void whatIsBeyondTheBoundIsLostFromTheFrontAndCounted() {
        for (int i = 0; i < 50; i++) {
            add(5_000 + i * 20L, noise(160, i)); // exactly 1 s
        }
        assertThat(outbox.lostMs()).isZero();
        assertThat(outbox.waitingMs()).isEqualTo(1_000);

        add(6_000, noise(8, 50)); // 1 ms more
        assertThat(outbox.lostMs()).isEqualTo(60);
        assertThat(outbox.lostFromMs()).isEqualTo(5_000);

        add(6_001, noise(8 * 100, 51));
        assertThat(outbox.lostMs()).isEqualTo(120);
        assertThat(outbox.waitingMs()).isEqualTo(1_101 - 120);

        outbox.forgetLost();
        assertThat(outbox.lostMs()).isZero();
        List<Chunk> chunks = takeAll();
        assertThat(chunks.get(0).callTimeMs()).isEqualTo(5_120);
    }

    @Test
    void partsOfMillisecondsAreCountedToTheSample() {
        add(0, noise(100, 1)); // 12.5 ms
        outbox.completeChunk();
        add(12, noise(8_000, 2));
        assertThat(outbox.lostMs()).isEqualTo(12.5);
    }

    @Test
    void aSliceLongerThanTheBufferKeepsItsEnd() {
        byte[] slice = noise(8 * 3_000, 1);
        add(0, slice);
        outbox.completeChunk();

        assertThat(outbox.waitingMs() + outbox.lostMs()).isEqualTo(3_000);
        byte[] kept = bytes(takeAll());
        assertThat(kept.length).isBetween(8 * 940, 8 * 1_000);
        assertThat(kept).isEqualTo(java.util.Arrays.copyOfRange(slice, slice.length - kept.length, slice.length));
    }

    @Test
    void framesWithWildTimesCannotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            add(i * 1_000L, noise(1, i)); // a chunk each
        }
        assertThat(outbox.lostMs() + outbox.waitingMs()).isEqualTo(10_000 / 8.0);
        assertThat(takeAll()).hasSizeLessThan(53); // of 480 bytes each
    }

    @Test
    void positionsCountChunksThatAreLostOrTaken() {
        assertThat(outbox.head()).isEqualTo(outbox.tail());
        add(0, noise(8 * 1_020, 1)); // 17 chunks, one too many
        assertThat(outbox.tail()).isEqualTo(17);
        assertThat(outbox.head()).isEqualTo(1);

        outbox.take();
        assertThat(outbox.head()).isEqualTo(2);
    }

    @Test
    void whatWasSentIsUsedAgainAndHoldsNothingOfTheOld() {
        add(0, noise(480, 1));
        Chunk first = outbox.take();
        outbox.sent(first);
        byte[] next = noise(160, 2);
        add(60, next);
        outbox.completeChunk();

        Chunk second = outbox.take();
        assertThat(second).isSameAs(first);
        assertThat(second.callTimeMs()).isEqualTo(60);
        assertThat(bytes(List.of(second))).isEqualTo(next);
    }

    private void add(long callTimeMs, byte[] audio) {
        outbox.add(Unpooled.wrappedBuffer(audio), callTimeMs);
    }

    private List<Integer> lengths() {
        return takeAll().stream().map(chunk -> bytes(List.of(chunk)).length).toList();
    }

    private List<Chunk> takeAll() {
        List<Chunk> chunks = new ArrayList<>();
        while (outbox.peek() != null) {
            chunks.add(outbox.take());
        }
        return chunks;
    }

    private static byte[] bytes(List<Chunk> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Chunk chunk : chunks) {
            all.writeBytes(SentMessage.payload(chunk));
        }
        return all.toByteArray();
    }

    private static Outbox onTheBeat(int chunkMs, IntSupplier turn) {
        AudioFormat format = AudioFormat.MULAW_8K;
        return Outbox.onTheBeat(format, format, Duration.ofMillis(chunkMs), Duration.ofSeconds(1), turn);
    }

    private Outbox outbox(AudioFormat leg, AudioFormat wire) {
        return new Outbox(leg, wire, Duration.ofMillis(60), Duration.ofSeconds(1));
    }

    private static byte[] noise(int bytes, long seed) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
