package io.sidetone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every event log must do. Each engine has a test class that extends this one. */
@Timeout(30)
public abstract class EventLogContract {
    private Engine engine;
    private EventLog log;

    protected abstract Engine open();

    /** How many events may wait for a tail before the oldest are skipped. */
    protected abstract int tailEvents();

    @BeforeEach
    void begin() {
        engine = open();
        log = engine.events();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private void append(CallEvent event) {
        log.append(event).toCompletableFuture().join();
    }

    private static List<Long> seqs(List<Member.Received> received, String callId) {
        return received.stream()
                .map(Member.Received::event)
                .filter(event -> event.callId().equals(callId))
                .map(CallEvent::seq)
                .toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void eventsOfACallKeepTheirOrderHoweverManyThreadsAppend() throws Exception {
        Member member = new Member();
        log.consume("webhooks", member);
        List<Thread> appenders = IntStream.range(0, 8)
                .mapToObj(
                        call -> new Thread(() -> upTo(300).forEach(seq -> log.append(Events.spoken("s_" + call, seq)))))
                .toList();

        appenders.forEach(Thread::start);
        List<Member.Received> received = member.received.await(8 * 300);

        assertThat(received).hasSize(8 * 300);
        for (int call = 0; call < 8; call++) {
            assertThat(seqs(received, "s_" + call)).isEqualTo(upTo(300));
        }
    }

    @Test
    void aReaderFindsWhatWasAppendedOnceItIsComplete() {
        upTo(5).forEach(seq -> append(Events.spoken("s_a", seq)));
        append(Events.spoken("s_b", 1));

        List<EventLog.Stored> first = read("s_a", Position.START, 2);
        List<EventLog.Stored> rest = read("s_a", first.get(1).at(), 10);

        assertThat(first).extracting(stored -> stored.event().seq()).containsExactly(1L, 2L);
        assertThat(rest).extracting(stored -> stored.event().seq()).containsExactly(3L, 4L, 5L);
        assertThat(read("s_nobody", Position.START, 10)).isEmpty();
    }

    private List<EventLog.Stored> read(String callId, Position after, int max) {
        return log.read(callId, after, max).toCompletableFuture().join();
    }

    @Test
    void nothingWaitsOnceEverythingIsComplete() {
        List<CompletableFuture<Void>> appended = new ArrayList<>();
        upTo(100)
                .forEach(seq ->
                        appended.add(log.append(Events.spoken("s_a", seq)).toCompletableFuture()));

        appended.forEach(CompletableFuture::join);

        assertThat(log.backlogBytes()).isZero();
    }

    @Test
    void onceFlushedEverythingHasComeToWhoKeepsUp() throws Exception {
        Member member = new Member();
        log.consume("webhooks", member);
        member.opened.await(1);
        upTo(100).forEach(seq -> log.append(Events.spoken("s_a", seq)));

        log.flushed().toCompletableFuture().join();

        assertThat(log.backlogBytes()).isZero();
        assertThat(seqs(member.received.seen(), "s_a")).isEqualTo(upTo(100));
    }

    @Test
    void appendingToAClosedLogFailsInsteadOfThrowing() {
        engine.close();

        CompletableFuture<Void> appended = log.append(Events.started("s_a")).toCompletableFuture();

        assertThatThrownBy(appended::join).hasMessageContaining("s_a #1 call.started was not stored");
    }

    @Test
    void eachShardIsOpenOnOneMemberOnly() throws Exception {
        Recorder<Member.Received> received = new Recorder<>();
        Member one = new Member((shard, event) -> received.add(event));
        Member other = new Member((shard, event) -> received.add(event));
        log.consume("webhooks", one);
        log.consume("webhooks", other);

        IntStream.range(0, 100).forEach(call -> append(Events.started("s_" + call)));
        received.await(100);

        List<EventLog.Shard> opened = new ArrayList<>(one.opened.seen());
        opened.addAll(other.opened.seen());
        assertThat(opened).extracting(EventLog.Shard::id).doesNotHaveDuplicates();
        assertThat(received.seen())
                .extracting(event -> event.event().callId())
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    @Test
    void groupsDoNotDisturbEachOther() throws Exception {
        Member webhooks = new Member();
        Member exports = new Member();
        log.consume("webhooks", webhooks);
        append(Events.started("s_a"));
        log.consume("exports", exports);
        append(Events.spoken("s_a", 2));

        assertThat(seqs(webhooks.received.await(2), "s_a")).containsExactly(1L, 2L);
        assertThat(seqs(exports.received.await(2), "s_a")).containsExactly(1L, 2L);
    }

    @Test
    void theNextOwnerGoesOnAtTheHeadWithTheSavedProgress() throws Exception {
        EventLog.Progress saved = new EventLog.Progress(new Position(1), 1, null, 3, 99);
        Member first = new Member((shard, received) -> {
            if (received.event().seq() == 1) {
                shard.save("nlu/s_a", saved);
                shard.save("nlu/s_gone", saved);
                shard.save("nlu/s_gone", null);
                shard.head(received.at().next());
            }
        });
        AutoCloseable membership = log.consume("webhooks", first);
        upTo(3).forEach(seq -> append(Events.spoken("s_a", seq)));
        int shard = first.received.await(3).get(0).shard().id();
        Member next = new Member();
        log.consume("webhooks", next);

        membership.close();

        assertThat(seqs(next.received.await(2), "s_a")).containsExactly(2L, 3L);
        assertThat(next.progress.get(shard)).containsOnlyKeys("nlu/s_a").containsValue(saved);
    }

    @Test
    void whoGaveAShardUpMayNotActOnItAnyMore() throws Exception {
        Member member = new Member();
        AutoCloseable membership = log.consume("webhooks", member);
        append(Events.started("s_a"));
        EventLog.Shard shard = member.received.await(1).get(0).shard();
        EventLog.Progress late = new EventLog.Progress(Position.START, 7, null, 0, 0);

        membership.close();
        member.closed.awaitUntil(closed -> closed.contains(shard));
        Member next = new Member();
        log.consume("webhooks", next);
        next.received.await(1);
        CompletableFuture<Void> saved =
                on(shard, () -> shard.save("nlu/s_a", late).toCompletableFuture());
        on(shard, () -> CompletableFuture.completedFuture(shard.mayAct()))
                .thenAccept(mayAct -> assertThat(mayAct).isFalse())
                .join();

        assertThatThrownBy(saved::join).hasMessageContaining("nlu/s_a was not saved");
    }

    private static <T> CompletableFuture<T> on(
            EventLog.Shard shard, java.util.function.Supplier<CompletableFuture<T>> action) {
        return CompletableFuture.supplyAsync(action, shard.thread()).thenCompose(done -> done);
    }

    @Test
    void aShardsEventsComeOnItsThread() throws Exception {
        Member member = new Member();
        log.consume("webhooks", member);
        append(Events.started("s_a"));
        Member.Received received = member.received.await(1).get(0);

        CompletableFuture<String> own = on(
                received.shard(),
                () -> CompletableFuture.completedFuture(Thread.currentThread().getName()));

        assertThat(own.join()).isEqualTo(received.thread());
    }

    @Test
    void aPausedConsumerGetsNothingAndThenAllOfIt() throws Exception {
        Member member = new Member((shard, received) -> shard.pause(true));
        log.consume("webhooks", member);
        upTo(1000).forEach(seq -> append(Events.spoken("s_a", seq)));
        EventLog.Shard shard = member.received.await(1).get(0).shard();
        on(shard, () -> CompletableFuture.completedFuture(null)).join(); // whatever was under way is over
        assertThat(member.received.seen()).hasSize(1);

        for (int seen = 1; seen < 1000; seen++) {
            on(shard, () -> {
                        shard.pause(false);
                        return CompletableFuture.completedFuture(null);
                    })
                    .join();
            member.received.await(seen + 1);
        }

        assertThat(seqs(member.received.seen(), "s_a")).isEqualTo(upTo(1000));
    }

    @Test
    void aScanMeetsWhatIsLiveWithoutGapOrRepeat() throws Exception {
        Recorder<Long> scanned = new Recorder<>();
        Recorder<String> done = new Recorder<>();
        Member member = new Member((shard, received) -> {
            if (received.event().seq() == 500) {
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
        log.consume("webhooks", member);

        upTo(1000).forEach(seq -> log.append(Events.spoken("s_a", seq)));
        member.received.await(1000);
        done.await(1);

        assertThat(scanned.seen()).isEqualTo(upTo(499));
        assertThat(done.seen()).hasSize(1);
    }

    @Test
    void aClosedScanGivesNothingMore() throws Exception {
        Recorder<Long> scanned = new Recorder<>();
        List<EventLog.Scan> scans = new ArrayList<>();
        Member member = new Member((shard, received) -> {
            if (received.event().seq() == 200) {
                scans.add(shard.scan(Position.START, received.at(), new EventLog.ScanHandler() {
                    @Override
                    public void event(Position at, CallEvent event) {
                        scanned.add(event.seq());
                        scans.get(0).close();
                    }

                    @Override
                    public void done() {
                        scanned.add(-1L);
                    }
                }));
            }
        });
        log.consume("webhooks", member);
        upTo(400).forEach(seq -> append(Events.spoken("s_a", seq)));
        EventLog.Shard shard = member.received.await(400).get(0).shard();

        scanned.await(1);
        on(shard, () -> CompletableFuture.completedFuture(null)).join();

        assertThat(scanned.seen()).containsExactly(1L);
    }

    @Test
    void aHandlerThatFailsGoesOnWithTheNextEvent() throws Exception {
        Member member = new Member((shard, received) -> {
            if (received.event().seq() == 2) {
                throw new IllegalStateException("a fault on purpose");
            }
        });
        log.consume("webhooks", member);

        upTo(3).forEach(seq -> append(Events.spoken("s_a", seq)));

        assertThat(seqs(member.received.await(2), "s_a")).containsExactly(1L, 3L);
    }

    /** Records a tail; each event passes a gate. */
    private static final class GatedTail implements EventLog.Tail {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final Recorder<Long> seqs = new Recorder<>();
        private final Recorder<Long> skips = new Recorder<>();

        @Override
        public void event(CallEvent event) {
            entered.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            seqs.add(event.seq());
        }

        @Override
        public void skipped(long count) {
            skips.add(count);
        }
    }

    @Test
    void aSlowTailIsToldHowManyItMissed() throws Exception {
        GatedTail slow = new GatedTail();
        log.tail(slow);
        append(Events.spoken("s_a", 1));
        slow.entered.await();

        long last = 1L + tailEvents() + 5;
        LongStream.rangeClosed(2, last).forEach(seq -> append(Events.spoken("s_a", seq)));
        slow.gate.countDown();
        List<Long> seen = slow.seqs.awaitUntil(seqs -> seqs.contains(last));

        assertThat(slow.skips.seen()).containsExactly(5L);
        assertThat(seen).hasSize((int) last - 5).isSorted().startsWith(1L, 7L);
    }

    @Test
    void aTailSeesEverythingFromNowOnUntilItIsClosed() throws Exception {
        append(Events.spoken("s_a", 1));
        GatedTail tail = new GatedTail();
        tail.gate.countDown();
        GatedTail other = new GatedTail();
        other.gate.countDown();
        AutoCloseable tailing = log.tail(tail);
        log.tail(other);

        append(Events.spoken("s_a", 2));
        tail.seqs.await(1);
        tailing.close();
        append(Events.spoken("s_a", 3));
        other.seqs.await(2);

        assertThat(tail.seqs.seen()).containsExactly(2L);
        assertThat(other.seqs.seen()).containsExactly(2L, 3L);
    }
}
