package io.sidetone.engine.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import io.sidetone.engine.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the embedded engine holds, lets go of, and leaves behind. */
@Timeout(30)
class EmbeddedBoundsTest {
    private static final EmbeddedLimits SMALL = EmbeddedLimits.DEFAULT.withLogBytes(100_000);

    /** Events that take most of a small log. */
    private static final int STUCK = 200;

    private static void append(EventLog log, CallEvent event) {
        log.append(event).toCompletableFuture().join();
    }

    private static List<Long> kept(EventLog log, String callId) {
        return log.read(callId, Position.START, Integer.MAX_VALUE).toCompletableFuture().join().stream()
                .map(stored -> stored.event().seq())
                .toList();
    }

    @Test
    void aFullLogLetsGoOfItsOldestEvents() {
        try (MemoryLog log = new MemoryLog(SMALL, stored -> {})) {
            LongStream.rangeClosed(1, 2_000).forEach(seq -> append(log, Events.spoken("s_a", seq)));

            List<Long> kept = kept(log, "s_a");

            assertThat(log.bytes()).isLessThanOrEqualTo(100_000);
            assertThat(kept).isSorted().endsWith(2_000L).doesNotContain(1L);
            assertThat(log.lostEvents()).as("nobody was to get them").isZero();
        }
    }

    @Test
    void whatAGroupHasNotSettledIsKeptBeforeWhatAllHave() throws Exception {
        try (MemoryLog log = new MemoryLog(SMALL, stored -> {})) {
            Member member = new Member((shard, received) -> {
                if (!received.event().callId().equals("s_stuck")) {
                    shard.head(received.at().next());
                }
            });
            log.consume("webhooks", member);
            LongStream.rangeClosed(1, STUCK).forEach(seq -> append(log, Events.spoken("s_stuck", seq)));
            EventLog.Shard stuck = member.received.await(STUCK).get(0).shard();
            String other = callElsewhere(member, log, stuck);

            LongStream.rangeClosed(2, 2_000).forEach(seq -> append(log, Events.spoken(other, seq)));

            assertThat(kept(log, "s_stuck"))
                    .as("though theirs is the fullest shard")
                    .hasSize(STUCK);
            assertThat(log.bytes()).isLessThan(150_000);
            assertThat(log.lostEvents()).isZero();
        }
    }

    /** A call on another shard. */
    private static String callElsewhere(Member member, MemoryLog log, EventLog.Shard shard) throws Exception {
        for (int i = 0; ; i++) {
            String callId = "s_other" + i;
            append(log, Events.spoken(callId, 1));
            Member.Received received = member.received.await(STUCK + 1 + i).get(STUCK + i);
            if (received.shard() != shard) {
                return callId;
            }
        }
    }

    @Test
    void whatHadToBeDroppedUnsettledIsCounted() throws Exception {
        try (MemoryLog log = new MemoryLog(SMALL, stored -> {})) {
            Member member = new Member();
            log.consume("webhooks", member);

            LongStream.rangeClosed(1, 2_000).forEach(seq -> append(log, Events.spoken("s_a", seq)));
            member.received.await(2_000);

            assertThat(kept(log, "s_a").size() + log.lostEvents()).isEqualTo(2_000);
            assertThat(log.bytes()).isLessThanOrEqualTo(100_000);
        }
    }

    @Test
    void anAppendBeyondTheBacklogFailsAndTheLogStaysAlive() throws Exception {
        try (MemoryLog log = new MemoryLog(EmbeddedLimits.DEFAULT.withBacklogBytes(5_000), stored -> {})) {
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch entered = new CountDownLatch(1);
            log.consume("webhooks", new Member((shard, received) -> hold(entered, gate)));
            append(log, Events.spoken("s_a", 1));
            entered.await();

            List<CompletableFuture<Void>> appended = new ArrayList<>();
            LongStream.rangeClosed(2, 50)
                    .forEach(seq ->
                            appended.add(log.append(Events.spoken("s_a", seq)).toCompletableFuture()));
            assertThat(log.backlogBytes()).isBetween(4_000L, 5_000L);
            assertThat(log.full()).isTrue();
            gate.countDown();

            assertThatThrownBy(appended.get(48)::join).hasMessageContaining("s_a #50 transcript.final was not stored");
            appended.get(0).join();
            append(log, Events.spoken("s_a", 51));
            assertThat(kept(log, "s_a")).startsWith(1L, 2L).endsWith(51L).doesNotContain(50L);
        }
    }

    private static void hold(CountDownLatch entered, CountDownLatch gate) {
        entered.countDown();
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
    void aFullArchiveLetsGoOfItsOldestCallsAsAWhole() {
        try (EmbeddedEngine engine = new EmbeddedEngine("test", EmbeddedLimits.DEFAULT.withArchiveBytes(50_000))) {
            for (int call = 0; call < 200; call++) {
                append(engine.events(), Events.started("s_" + call));
                append(engine.events(), Events.spoken("s_" + call, 2, "hello"));
            }

            Archive archive = engine.archive();
            List<String> calls = archive
                    .calls(new Archive.CallQuery(null, null, null, Cursor.START, 1_000))
                    .toCompletableFuture()
                    .join()
                    .items()
                    .stream()
                    .map(Archive.CallSummary::callId)
                    .toList();
            List<Archive.Hit> hits = archive.search("hello", Cursor.START, 1_000)
                    .toCompletableFuture()
                    .join()
                    .items();

            assertThat(calls).startsWith("s_199").doesNotContain("s_0").hasSizeBetween(20, 60);
            assertThat(hits).extracting(hit -> hit.stored().event().callId()).isEqualTo(calls);
        }
    }

    @Test
    void noThreadIsLeftAfterClosing() {
        EmbeddedEngine engine = new EmbeddedEngine("test", EmbeddedLimits.DEFAULT);
        engine.events().consume("webhooks", new Member());
        engine.events().tail(new EventLog.Tail() {
            @Override
            public void event(CallEvent event) {}

            @Override
            public void skipped(long count) {}
        });
        append(engine.events(), Events.started("s_a"));
        engine.archive().search("x", Cursor.START, 1).toCompletableFuture().join();
        assertThat(threads()).contains("sidetone-shard-0", "sidetone-shard-7", "sidetone-tail", "sidetone-archive");

        engine.close();
        engine.close();

        assertThat(threads()).isEmpty();
        assertThat(engine.health().ok()).isFalse();
    }

    @Test
    void anEngineThatIsNotUsedHasNoThreads() {
        try (EmbeddedEngine engine = new EmbeddedEngine("test", EmbeddedLimits.DEFAULT)) {
            assertThat(engine.health().ok()).isTrue();
            assertThat(threads()).isEmpty();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("sidetone-shard")
                        || name.equals("sidetone-tail")
                        || name.equals("sidetone-archive"))
                .toList();
    }

    @Test
    void drainingClosesEveryHandlerAndAppendingGoesOn() {
        try (EmbeddedEngine engine = new EmbeddedEngine("test", EmbeddedLimits.DEFAULT)) {
            Member member = new Member();
            engine.events().consume("webhooks", member);
            append(engine.events(), Events.started("s_a"));

            engine.drain().toCompletableFuture().join();
            append(engine.events(), Events.spoken("s_a", 2));

            assertThat(member.closed.seen()).hasSize(8);
            assertThat(member.received.seen()).hasSize(1);
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
