package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, read-only or away, and comes back: real ones, small, and nobody lends a hand. */
@Timeout(120)
class JournalDiskTest {
    private static final String TEXT = "x".repeat(2_000);

    /** Tries again sooner than a second, to be done sooner. */
    private static final Pause SHORT = (end, time) -> end.await(20, TimeUnit.MILLISECONDS);

    private final Path dir;
    private final List<CompletableFuture<Void>> appended = new ArrayList<>();
    private SmallDisk disk;
    private Path journal;
    private long seq;

    @SuppressWarnings("NullAway.Init") // made before each test
    JournalDiskTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(SmallDisk.mayMount(), "only root can mount a disk, on Linux");
        disk = SmallDisk.make(dir, 24);
        journal = disk.path().resolve("journal");
    }

    @AfterEach
    void unmount() throws Exception {
        disk.giveUp();
    }

    private EmbeddedEngine open(EmbeddedLimits limits) {
        return EmbeddedEngine.open("test", journal, limits, Clock.systemUTC(), new SimpleMeterRegistry(), SHORT);
    }

    private EmbeddedEngine open() {
        return open(TestEngines.LIMITS);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void append(EmbeddedEngine engine) {
        seq++;
        appended.add(engine.events().append(Events.spoken("s_a", seq, TEXT)).toCompletableFuture());
    }

    /** More than there is room for. */
    private void appendTooMuch(EmbeddedEngine engine) throws InterruptedException {
        for (int i = 0; i < 1_500; i++) {
            append(engine);
        }
        awaitHealth(engine, false);
    }

    private static void awaitHealth(EmbeddedEngine engine, boolean ok) throws InterruptedException {
        TestEngines.await(() -> engine.health().ok() == ok);
    }

    private void assertEverythingIsThere(EmbeddedEngine engine) {
        appended.forEach(CompletableFuture::join);
        assertThat(now(engine.events().read("s_a", Position.START, Integer.MAX_VALUE)))
                .extracting(stored -> stored.event().seq())
                .isEqualTo(LongStream.rangeClosed(1, seq).boxed().toList());
    }

    @Test
    void aFullDiskHoldsEventsBackUntilThereIsRoom() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member =
                    new Member((shard, received) -> shard.head(received.at().next()));
            engine.events().consume("webhooks", member);
            append(engine);
            appended.get(0).join();
            Path filler = disk.fill(512 << 10);

            appendTooMuch(engine);

            assertThat(engine.health().code()).isEqualTo("storage.full");
            assertThat(engine.health().detail())
                    .contains(journal.toString())
                    .contains("cannot be written")
                    .contains("tried again every second");
            assertThat(engine.events().backlogBytes()).isGreaterThan(50 * 2_000);
            assertThat(appended.get(appended.size() - 1)).isNotDone();

            Files.delete(filler);
            awaitHealth(engine, true);
            append(engine);
            assertEverythingIsThere(engine);
            assertThat(member.received.await((int) seq))
                    .extracting(one -> one.event().seq())
                    .isEqualTo(LongStream.rangeClosed(1, seq).boxed().toList());
        }
        try (EmbeddedEngine engine = open()) {
            assertEverythingIsThere(engine);
        }
    }

    @Test
    void aSearchDoesNotWaitForAFullDisk() throws Exception {
        try (EmbeddedEngine engine = open()) {
            append(engine);
            appended.get(0).join();
            assertThat(now(engine.archive().search(TEXT, Cursor.START, 10)).items())
                    .hasSize(1);
            Path filler = disk.fill(512 << 10);
            appendTooMuch(engine);

            assertThat(now(engine.archive().search(TEXT, Cursor.START, Integer.MAX_VALUE))
                            .items())
                    .isNotEmpty();

            Files.delete(filler);
            appended.forEach(CompletableFuture::join);
            assertThat(now(engine.archive().search(TEXT, Cursor.START, Integer.MAX_VALUE))
                            .items())
                    .hasSize((int) seq);
        }
    }

    @Test
    void theBallastGivesWaySoThatTheLastEventsFit() throws Exception {
        try (EmbeddedEngine engine = open(TestEngines.LIMITS.withBallastBytes(1 << 20))) {
            now(engine.keepHouse());
            Path ballast = journal.resolve("ballast");
            assertThat(ballast).exists();
            assertThat(Files.size(ballast)).isBetween(900_000L, 1L << 20);
            Path filler = disk.fill(300 << 10);

            while (Files.exists(ballast)) {
                append(engine);
                appended.get(appended.size() - 1).join();
            }
            for (int i = 0; i < 20; i++) {
                append(engine);
            }
            assertEverythingIsThere(engine);

            Files.delete(filler);
            now(engine.keepHouse());
            assertThat(ballast).exists();
        }
    }

    @Test
    void healthSaysSoBeforeTheDiskIsFull() throws Exception {
        try (EmbeddedEngine engine = open()) {
            now(engine.keepHouse());
            assertThat(engine.health().detail()).doesNotContain("fills up");

            Path filler = disk.fill(3 << 20);
            now(engine.keepHouse());
            assertThat(engine.health().ok()).as("a warning, at less than 20 %").isTrue();
            assertThat(engine.health().detail()).contains("fills up");

            disk.fill(700 << 10);
            now(engine.keepHouse());
            assertThat(engine.health().ok()).as("less than 5 %").isFalse();
            assertThat(engine.health().code()).isEqualTo("storage.full");

            Files.delete(filler);
            now(engine.keepHouse());
            assertThat(engine.health().ok()).isTrue();
            assertThat(engine.health().detail()).doesNotContain("fills up");
        }
    }

    @Test
    void aDiskThatIsReadOnlyForAWhileLosesNothing() throws Exception {
        try (EmbeddedEngine engine = open()) {
            append(engine);
            appended.get(0).join();
            Path filler = disk.fill(512 << 10);
            appendTooMuch(engine); // while it fails nobody has a file open, and so it can be remounted
            now(engine.archive()
                    .search("x", Cursor.START, 1)
                    .exceptionally(failure -> new Archive.Page<>(List.of(), null)));
            noteSomething(engine);
            SmallDisk.untilItWorks(() -> disk.remount("ro"));

            append(engine);
            TestEngines.await(() -> "storage.failed".equals(engine.health().code()));
            assertThat(engine.health().detail()).contains(journal.toString());

            disk.remount("rw");
            Files.delete(filler);
            awaitHealth(engine, true);
            append(engine);
            assertEverythingIsThere(engine);
        }
    }

    /** So that the state finds out as well, and lets go of its file. */
    private static void noteSomething(EmbeddedEngine engine) {
        byte[] answer = new byte[600 << 10];
        engine.archive()
                .note(new Archive.Delivery(
                        "msg_1",
                        "s_b",
                        1,
                        "call.started",
                        null,
                        0,
                        "nlu",
                        Archive.Status.DELIVERED,
                        1,
                        1,
                        1,
                        200,
                        null,
                        null,
                        answer));
    }

    @Test
    void aDiskThatBreaksDownCanBeRepairedUnderARunningEngine() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member = new Member();
            engine.events().consume("webhooks", member);
            for (int i = 0; i < 100; i++) {
                append(engine);
            }
            appended.forEach(CompletableFuture::join);
            disk.breakDown();
            for (int i = 0; i < 50; i++) {
                append(engine);
            }
            noteSomething(engine);
            awaitHealth(engine, false);
            assertThat(engine.health().code()).isEqualTo("storage.failed");

            SmallDisk.untilItWorks(disk::unmount);
            append(engine);
            disk.repair();
            disk.mount();

            awaitHealth(engine, true);
            append(engine);
            assertEverythingIsThere(engine);
            assertThat(member.received.await((int) seq)).hasSize((int) seq);
        }
        assertThat(disk.path().resolve("journal")).isDirectory();
    }

    @Test
    void anEmptyMountPointIsNotTakenForTheJournal() throws Exception {
        try (EmbeddedEngine engine = open()) {
            append(engine);
            appended.get(0).join();
            disk.breakDown();
            append(engine);
            noteSomething(engine);
            awaitHealth(engine, false);
            SmallDisk.untilItWorks(disk::unmount);
            append(engine);

            TestEngines.await(() -> engine.health().detail().contains("cannot be used"));
            assertThat(disk.path()).isEmptyDirectory();
            disk.repair();
            disk.mount();
            awaitHealth(engine, true);
            assertEverythingIsThere(engine);
        }
    }

    @Test
    void progressThatCouldNotBeSavedIsSavedLater() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member = new Member();
            engine.events().consume("webhooks", member);
            append(engine);
            EventLog.Shard shard = member.received.await(1).get(0).shard();
            Path filler = disk.fill(200 << 10);
            noteSomething(engine);
            awaitHealth(engine, false);

            EventLog.Progress progress = new EventLog.Progress(new Position(1), 1, null, 0, 0);
            CompletableFuture<Void> saved = CompletableFuture.supplyAsync(
                            () -> shard.save("nlu/s_a", progress), shard.thread())
                    .thenCompose(done -> done);
            assertThat(saved).isNotDone();

            Files.delete(filler);
            saved.join();
            awaitHealth(engine, true);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefusedAtTheStart() throws Exception {
        open().close();
        disk.remount("ro");

        assertThatThrownBy(this::open)
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining(journal.toString())
                .hasMessageContaining("writable");
    }

    @Test
    void aFullDiskDoesNotKeepItFromStartingWhereThereIsBallast() throws Exception {
        try (EmbeddedEngine engine = open(TestEngines.LIMITS.withBallastBytes(1 << 20))) {
            append(engine);
            appended.get(0).join();
            now(engine.keepHouse());
        }
        disk.fill(0);

        try (EmbeddedEngine engine = open(TestEngines.LIMITS.withBallastBytes(1 << 20))) {
            append(engine);
            assertEverythingIsThere(engine);
        }
    }
}
