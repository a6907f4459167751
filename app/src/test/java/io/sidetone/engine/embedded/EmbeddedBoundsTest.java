package io.sidetone.engine.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import io.sidetone.engine.Recorder;
import io.sidetone.world.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded engine holds in memory, lets go of, and leaves behind. */
@Timeout(60)
class EmbeddedBoundsTest {
    /** Room for some twenty events a shard. */
    private static final EmbeddedLimits SMALL = TestEngines.LIMITS.withRecentBytes(50_000);

    private final Path dir;

    EmbeddedBoundsTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private static void append(EventLog log, CallEvent event) {
        log.append(event).toCompletableFuture().join();
    }

    private static List<Long> kept(EventLog log, String callId) {
        return log.read(callId, Position.START, Integer.MAX_VALUE).toCompletableFuture().join().stream()
                .map(stored -> stored.event().seq())
                .toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<Long> seqs(List<Member.Received> received, String callId) {
        return received.stream()
                .map(Member.Received::event)
                .filter(event -> event.callId().equals(callId))
                .map(CallEvent::seq)
                .toList();
    }

    @Test
    void whatMemoryHasNoRoomForComesFromDisk() throws Exception {
        try (EmbeddedEngine engine = TestEngines.open(dir, SMALL)) {
            upTo(2_000).forEach(seq -> engine.events().append(Events.spoken("s_a", seq)));
            append(engine.events(), Events.spoken("s_a", 2_001));
            Member late = new Member();

            engine.events().consume("webhooks", late);

            assertThat(seqs(late.received.await(2_001), "s_a")).isEqualTo(upTo(2_001));
        }
    }

    @Test
    void aConsumerThatIsTooSlowForMemoryMissesNothing() throws Exception {
        try (EmbeddedEngine engine = TestEngines.open(dir, SMALL)) {
            CountDownLatch gate = new CountDownLatch(1);
            Member slow = new Member((shard, received) -> {
                if (received.event().seq() == 1) {
                    hold(gate);
                }
            });
            engine.events().consume("webhooks", slow);

            upTo(1_000).forEach(seq -> engine.events().append(Events.spoken("s_a", seq)));
            append(engine.events(), Events.spoken("s_a", 1_001));
            gate.countDown();

            assertThat(seqs(slow.received.await(1_001), "s_a")).isEqualTo(upTo(1_001));
        }
    }

    @Test
    void aConsumerThatPausesNowAndThenMissesNothingWhileOthersAppend() throws Exception {
        try (EmbeddedEngine engine = TestEngines.open(dir, SMALL)) {
            Member pausing = new Member((shard, received) -> {
                if (received.event().seq() % 50 == 0) {
                    shard.pause(true);
                    shard.thread().execute(() -> shard.pause(false));
                }
            });
            engine.events().consume("webhooks", pausing);

            for (int call = 0; call < 4; call++) {
                String callId = "s_" + call;
                upTo(500).forEach(seq -> engine.events().append(Events.spoken(callId, seq)));
            }

            List<Member.Received> received = pausing.received.await(2_000);
            for (int call = 0; call < 4; call++) {
                assertThat(seqs(received, "s_" + call)).isEqualTo(upTo(500));
            }
        }
    }

    @Test
    void aScanReadsFromDiskWhatIsOldAndFromMemoryWhatIsNew() throws Exception {
        try (EmbeddedEngine engine = TestEngines.open(dir, SMALL)) {
            Recorder<Long> scanned = new Recorder<>();
            Recorder<String> done = new Recorder<>();
            Member member = new Member((shard, received) -> {
                if (received.event().seq() == 1_000) {
                    shard.scan(Position.START, received.at(), new EventLog.ScanHandler() {
                        @Override
                        public void event(Position at, CallEvent event) {
                            scanned.add(event.seq());
                        }

                        @Override
                        public void done() {
                            done.add("done");
                        }
                    });
                }
            });
            engine.events().consume("webhooks", member);

            upTo(1_500).forEach(seq -> engine.events().append(Events.spoken("s_a", seq)));
            done.await(1);

            assertThat(scanned.seen()).isEqualTo(upTo(999));
        }
    }

    /** Whoever completes an append runs what follows it: the journal's thread, unless it was done before we asked. */
    private static void holdUp(EventLog log, CountDownLatch entered, CountDownLatch gate) throws InterruptedException {
        Thread self = Thread.currentThread();
        AtomicBoolean tooLate = new AtomicBoolean();
        long seq = 0;
        do {
            tooLate.set(false);
            CompletableFuture<Void> held = log.append(Events.spoken("s_hold", ++seq))
                    .toCompletableFuture()
                    .thenRun(() -> {
                        if (Thread.currentThread() == self) {
                            tooLate.set(true);
                        } else {
                            entered.countDown();
                            hold(gate);
                        }
                    });
            assertThat(held.isCompletedExceptionally()).isFalse();
        } while (tooLate.get());
        entered.await();
    }

    @Test
    void anAppendBeyondTheBacklogFailsAndTheLogStaysAlive() throws Exception {
        try (EmbeddedEngine engine = TestEngines.open(dir, TestEngines.LIMITS.withBacklogBytes(5_000))) {
            EventLog log = engine.events();
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch entered = new CountDownLatch(1);
            append(log, Events.spoken("s_a", 1));
            holdUp(log, entered, gate);

            List<CompletableFuture<Void>> appended = new ArrayList<>();
            LongStream.rangeClosed(2, 50)
                    .forEach(seq ->
                            appended.add(log.append(Events.spoken("s_a", seq)).toCompletableFuture()));
            assertThat(log.backlogBytes()).isBetween(4_000L, 5_000L);
            assertThat(engine.health().ok()).isFalse();
            assertThat(engine.health().code()).isEqualTo("storage.failed");
            gate.countDown();

            assertThatThrownBy(appended.get(48)::join)
                    .hasMessageContaining("s_a #50 transcript.final was not stored: more than 5000 bytes wait");
            appended.get(0).join();
            append(log, Events.spoken("s_a", 51));
            assertThat(kept(log, "s_a")).startsWith(1L, 2L).endsWith(51L).doesNotContain(50L);
            assertThat(engine.health().ok()).isTrue();
        }
    }

    private static void hold(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void publishingToNobodyKeepsNothing() throws Exception {
        MemoryBus bus = new MemoryBus(10);
        bus.publish("s_a", "l1/interim", new byte[1]);
        assertThat(bus.size()).isZero();

        AutoCloseable watching = bus.watch("s_a", (slot, json) -> {});
        bus.publish("s_a", "l1/interim", new byte[1]);
        assertThat(bus.size()).isEqualTo(1);

        watching.close();
        assertThat(bus.size()).isZero();
    }

    @Test
    void aWatchedCallKeepsTheSlotsThatChangedLast() {
        MemoryBus bus = new MemoryBus(3);
        bus.watch("s_a", (slot, json) -> {});
        for (String slot : List.of("one", "two", "three", "one", "four")) {
            bus.publish("s_a", slot, slot.getBytes(UTF_8));
        }
        Recorder<String> slots = new Recorder<>();

        bus.watch("s_a", (slot, json) -> slots.add(slot));

        assertThat(slots.seen()).containsExactly("three", "one", "four");
    }

    @Test
    void aFullFileIsFollowedByAnother() throws Exception {
        EmbeddedLimits limits = TestEngines.LIMITS.withFileBytes(200_000);
        try (EmbeddedEngine engine = TestEngines.open(dir, limits)) {
            upTo(3_000).forEach(seq -> engine.events().append(Events.spoken("s_a", seq)));
            append(engine.events(), Events.spoken("s_a", 3_001));

            assertThat(TestEngines.journalFiles(dir)).hasSizeBetween(2, 40);
            assertThat(kept(engine.events(), "s_a")).isEqualTo(upTo(3_001));
            assertThat(engine.archive()
                            .search("word", Cursor.START, 5_000)
                            .toCompletableFuture()
                            .join()
                            .items())
                    .hasSize(3_001)
                    .isSortedAccordingTo((one, other) ->
                            other.stored().at().compareTo(one.stored().at()));
        }
    }

    @Test
    void noThreadIsLeftAfterClosing() throws InterruptedException {
        EmbeddedEngine engine = TestEngines.open(dir);
        engine.events().consume("webhooks", new Member());
        engine.events().tail(new EventLog.Tail() {
            @Override
            public void event(CallEvent event) {}

            @Override
            public void skipped(long count) {}
        });
        append(engine.events(), Events.started("s_a"));
        engine.archive().search("x", Cursor.START, 1).toCompletableFuture().join();
        engine.keepHouse().toCompletableFuture().join();
        assertThat(threads())
                .contains(
                        "sidetone-shard-0",
                        "sidetone-shard-7",
                        "sidetone-tail",
                        "sidetone-archive",
                        "sidetone-reader",
                        "sidetone-journal",
                        "sidetone-state",
                        "sidetone-keeper");

        engine.close();
        engine.close();

        assertThat(Threads.left()).as("but those that are just ending").isEmpty();
        assertThat(engine.health().ok()).isFalse();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("sidetone-"))
                .toList();
    }

    @Test
    void drainingClosesEveryHandlerAndAppendingGoesOn() {
        try (EmbeddedEngine engine = TestEngines.open(dir)) {
            Member member = new Member();
            engine.events().consume("webhooks", member);
            append(engine.events(), Events.started("s_a"));

            engine.drain().toCompletableFuture().join();
            append(engine.events(), Events.spoken("s_a", 2));

            assertThat(member.closed.seen()).hasSize(8);
            assertThat(member.received.seen()).hasSizeLessThan(2);
            assertThat(kept(engine.events(), "s_a")).containsExactly(1L, 2L);
        }
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThatThrownBy(() -> EmbeddedLimits.DEFAULT.withTailEvents(0))
                .hasMessageContaining("tailEvents 0")
                .hasMessageContaining("1 or more");
    }
}
