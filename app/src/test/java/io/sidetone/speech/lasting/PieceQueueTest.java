package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BAD_KEY;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces of one second each: the first begins at 0 and is full of 1s, the second at 1000 and is full of 2s, … */
class PieceQueueTest {
    private static final int PIECE_BYTES = 8_000;

    private final Path folder;

    private final TestLoop time = new TestLoop();
    private final FakeVendor vendor = new FakeVendor("fake");
    private Vendor known = Vendor.of(vendor.withRepair(), LastingRules.DEFAULTS);
    private final AudioBudget budget = new AudioBudget(5 * PIECE_BYTES);
    private final List<String> log = new ArrayList<>();
    private @Nullable Spill spill;
    private int pieces;

    PieceQueueTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void end() {
        time.close();
        if (spill != null) {
            spill.close();
        }
    }

    @Test
    void oneAtATimeInTheOrderSpoken() {
        PieceQueue queue = queueOf(3);
        assertThat(queue.waitingMs()).isEqualTo(3_000);
        tick(queue);
        tick(queue);
        assertThat(vendor.requests).hasSize(1);
        for (int i = 0; i < 3; i++) {
            assertThat(vendor.requests).hasSize(i + 1);
            assertThat(vendor.latestRequest().audio).containsOnly(i + 1);
            assertThat(queue.fromMs()).isEqualTo(i * 1_000L);
            vendor.latestRequest().says();
            time.runNow();
        }

        assertThat(log).containsExactly("done 0", "done 1000", "done 2000");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.fromMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.usedBytes()).isZero();
        assertThat(queue.memoryBytes()).isZero();
    }

    @Test
    void aPieceThatFailedIsAskedForAgainBeforeTheNext() {
        PieceQueue queue = queueOf(2);
        for (int i = 0; i < 4; i++) {
            tick(queue);
            vendor.latestRequest().fails(DOWN);
            time.advance(11_000);
        }
        tick(queue);
        assertThat(vendor.requests).hasSize(5).allSatisfy(each -> assertThat(each.audio)
                .containsOnly(1));
        vendor.latestRequest().says();
        time.runNow();

        assertThat(log).containsExactly("done 0");
    }

    @Test
    void refusedForGoodEverythingIsGivenUp() {
        PieceQueue queue = queueOf(3);
        tick(queue);
        vendor.latestRequest().fails(BAD_KEY);
        time.runNow();

        assertThat(log).containsExactly("gave up 0: 401", "gave up 1000: 401", "gave up 2000: 401");
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void givenUpWhileUnderWayTheAnswerCountsForNothing() {
        PieceQueue queue = queueOf(1);
        tick(queue);
        queue.giveUp(DOWN);
        queue.add(piece());
        tick(queue);
        vendor.requests.get(0).says();
        time.runNow();
        assertThat(log).containsExactly("gave up 0: 503");

        vendor.requests.get(1).says();
        time.runNow();
        assertThat(log).containsExactly("gave up 0: 503", "done 1000");
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void closedWhileUnderWayNothingIsToldAndNothingKept() {
        PieceQueue queue = queueOf(2);
        tick(queue);
        queue.close();
        queue.add(piece());
        vendor.requests.get(0).says();
        time.runNow();

        assertThat(log).isEmpty();
        assertThat(budget.usedBytes()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void withoutRoomAPieceIsGivenUpAtOnce() {
        PieceQueue queue = queueOf(6);

        assertThat(log).hasSize(1).first().asString().startsWith("gave up 5000: there is no room");
        assertThat(queue.waitingMs()).isEqualTo(5_000);
    }

    @Test
    void theOldestThatNobodyHasIsShedFirst() {
        PieceQueue queue = queueOf(3);
        tick(queue); // the first is with the vendor
        assertThat(queue.shedOne()).isTrue();
        assertThat(queue.shedOne()).isTrue();
        assertThat(queue.shedOne()).isFalse();

        assertThat(log).hasSize(2);
        assertThat(log.get(0)).startsWith("gave up 1000");
        assertThat(log.get(1)).startsWith("gave up 2000");
        assertThat(budget.usedBytes()).isEqualTo(PIECE_BYTES);
    }

    @Test
    void whatWaitsGoesToTheDiskTheNewestFirstAndComesBack() {
        spill = new Spill(folder, 1 << 20);
        PieceQueue queue = queueOf(4);
        tick(queue); // the first stays where it is
        queue.relieve(2 * PIECE_BYTES);
        untilMemoryIs(queue, 2 * PIECE_BYTES);
        assertThat(budget.usedBytes()).isEqualTo(2 * PIECE_BYTES);
        assertThat(spill.usedBytes()).isEqualTo(2 * (PIECE_BYTES + 28));
        assertThat(queue.waitingMs()).isEqualTo(4_000);

        for (int i = 0; i < 4; i++) {
            int requests = i + 1;
            time.until("the next is asked for", () -> vendor.requests.size() == requests);
            assertThat(vendor.latestRequest().audio).hasSize(PIECE_BYTES).containsOnly(i + 1);
            vendor.latestRequest().says();
            time.runNow();
        }
        assertThat(log).containsExactly("done 0", "done 1000", "done 2000", "done 3000");
        assertThat(budget.usedBytes()).isZero();
        assertThat(spill.usedBytes()).isZero();
    }

    @Test
    void whileNobodyMayBeAskedNothingComesBackFromTheDisk() {
        spill = new Spill(folder, 1 << 20);
        PieceQueue queue = queueOf(2);
        for (int i = 0; i < Breaker.LEGS_TO_OPEN; i++) {
            known.requests().brokeYoung(DOWN, new Object(), nowMs());
        }
        queue.relieve(0);
        untilMemoryIs(queue, 0);
        for (int i = 0; i < 40; i++) {
            time.advance(20);
            tick(queue);
        }
        assertThat(queue.memoryBytes()).isZero();
        assertThat(vendor.requests).isEmpty();

        time.advance(Breaker.PROBE_EVERY_MS);
        tick(queue);
        time.until("it is asked for", () -> vendor.requests.size() == 1);
        assertThat(vendor.latestRequest().audio).containsOnly(1);
    }

    @Test
    void aFullDiskIsNoReasonToLoseWhatIsInMemory() {
        spill = new Spill(folder, 100);
        PieceQueue queue = queueOf(3);
        queue.relieve(0);
        assertThat(queue.memoryBytes()).isEqualTo(3 * PIECE_BYTES);
        assertThat(log).isEmpty();

        queue.shedOne();
        assertThat(log.get(0)).contains("speech.spill-gib is used up");
        tick(queue);
        vendor.latestRequest().says();
        time.runNow();
        assertThat(log).last().isEqualTo("done 1000");
    }

    @Test
    void aBrokenDiskIsLeftAloneForAWhile() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        spill = new Spill(gone, 1 << 20);
        Files.delete(gone);
        PieceQueue queue = queueOf(1);
        queue.relieve(0);
        time.until("it has failed", () -> spillIsEmpty() && queue.shedOne());
        assertThat(log.get(0)).contains("gone");

        Files.createDirectory(gone);
        queue.add(piece());
        queue.relieve(0);
        assertThat(spill.usedBytes()).isZero();
        time.advance(PieceQueue.DISK_RESTS_MS);
        queue.relieve(0);
        untilMemoryIs(queue, 0);
    }

    @Test
    void whatCannotBeReadBackIsGivenUpAndTheNextIsAskedFor() throws IOException {
        spill = new Spill(folder, 1 << 20);
        PieceQueue queue = queueOf(2);
        queue.relieve(PIECE_BYTES);
        untilMemoryIs(queue, PIECE_BYTES);
        try (Stream<Path> files = Files.list(folder)) {
            Files.write(files.findFirst().orElseThrow(), new byte[40]);
        }
        tick(queue);
        vendor.latestRequest().says();
        time.until("it is given up", () -> log.size() == 2);

        assertThat(log.get(0)).isEqualTo("done 0");
        assertThat(log.get(1)).startsWith("gave up 1000: audio that waited on disk cannot be read back");
        assertThat(budget.usedBytes()).isZero();
        assertThat(spill.usedBytes()).isZero();
        queue.add(piece());
        tick(queue);
        assertThat(vendor.latestRequest().audio).containsOnly(3);
    }

    @Test
    void closedOnTheWayToTheDiskNothingStaysThere() {
        spill = new Spill(folder, 1 << 20);
        PieceQueue queue = queueOf(2);
        queue.relieve(0);
        queue.close();
        time.until("the disk is empty", this::spillIsEmpty);

        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void closedOnTheWayBackNothingIsKeptAndTheAttemptIsGivenBack() {
        known = Vendor.of(vendor.withRepair(), oneRequestAtATime());
        spill = new Spill(folder, 64 << 20);
        PieceQueue queue = queueOf(1);
        queue.relieve(0);
        untilMemoryIs(queue, 0);
        CompletableFuture<SpilledAudio> before = spill.write(new byte[32 << 20]); // the disk has other work first
        tick(queue);
        assertThat(known.requests().admits(nowMs())).isFalse();
        assertThat(before).isNotDone();
        queue.close();

        time.until("the attempt is given back", () -> known.requests().admits(nowMs()));
        assertThat(vendor.requests).isEmpty();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void closedWithPiecesOnDiskTheyAreRemoved() {
        spill = new Spill(folder, 1 << 20);
        PieceQueue queue = queueOf(3);
        queue.relieve(0);
        untilMemoryIs(queue, 0);
        queue.close();

        time.until("the disk is empty", this::spillIsEmpty);
        assertThat(budget.usedBytes()).isZero();
    }

    private static LastingRules oneRequestAtATime() {
        LastingWorld.SomeRules rules = new LastingWorld.SomeRules();
        rules.attemptsAtOnce = 1;
        return rules.made();
    }

    private boolean spillIsEmpty() {
        return spill != null && spill.usedBytes() == 0;
    }

    private void untilMemoryIs(PieceQueue queue, long bytes) {
        time.until("the disk has it", () -> queue.memoryBytes() == bytes);
    }

    private PieceQueue queueOf(int count) {
        SpeechLeg leg = new SpeechLeg("s_1", "inbound", "caller", SpeechOptions.DEFAULTS, time.loop());
        Routes routes = new Routes(List.of(new Route(known, known.requests(), RetryPolicy.DEFAULT, new Random(1))));
        PieceQueue queue = new PieceQueue(leg, routes, budget, spill, new PieceQueue.Owner() {
            @Override
            public void transcribed(Piece piece, Transcript transcript) {
                log.add("done " + piece.fromMs);
            }

            @Override
            public void gaveUp(Piece piece, Failure why) {
                log.add("gave up " + piece.fromMs + ": " + why.message());
            }
        });
        for (int i = 0; i < count; i++) {
            queue.add(piece());
        }
        return queue;
    }

    private Piece piece() {
        byte[] audio = new byte[PIECE_BYTES];
        Arrays.fill(audio, (byte) (pieces + 1));
        KeptAudio kept = new KeptAudio(new AudioBudget(1 << 20));
        long fromMs = pieces++ * 1_000L;
        kept.add(Unpooled.wrappedBuffer(audio), fromMs);
        return Piece.of(kept, fromMs, 0, new Piece.Borders(Seam.none(), null, new Cut(fromMs + 1_000)), true);
    }

    private void tick(PieceQueue queue) {
        queue.tick(nowMs());
    }

    private long nowMs() {
        return Ticks.nowMs(time.loop());
    }
}
