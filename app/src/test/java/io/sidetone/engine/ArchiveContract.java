package io.sidetone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Erasure;
import io.sidetone.engine.Archive.Hit;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Archive.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every archive must do. */
@Timeout(30)
public abstract class ArchiveContract {
    private Engine engine;
    private Archive archive;

    protected abstract Engine open();

    @BeforeEach
    void begin() {
        engine = open();
        archive = engine.archive();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private void append(CallEvent... events) {
        for (CallEvent event : events) {
            engine.events().append(event).toCompletableFuture().join();
        }
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private List<String> calls(CallQuery query) {
        return now(archive.calls(query)).items().stream()
                .map(CallSummary::callId)
                .toList();
    }

    private List<String> found(String words) {
        return now(archive.search(words, Cursor.START, 10)).items().stream()
                .map(Hit::text)
                .toList();
    }

    private List<Delivery> deliveries(@Nullable String callId, @Nullable String target, @Nullable Status status) {
        return now(archive.deliveries(new DeliveryQuery(callId, target, status, Cursor.START, 10)))
                .items();
    }

    private static Delivery delivery(String callId, long seq, String target, Status status, int attempts) {
        String eventId = "msg_" + callId + "x" + seq;
        return new Delivery(
                eventId, callId, seq, "transcript.final", target, status, attempts, 1, 2, 200, null, new byte[] {'1'});
    }

    private static CallQuery all() {
        return new CallQuery(null, null, null, Cursor.START, 10);
    }

    /** All items by pages of two. */
    private static <T> List<T> leafThrough(Function<Cursor, Page<T>> pages) {
        List<T> items = new ArrayList<>();
        Cursor next = Cursor.START;
        while (next != null) {
            Page<T> page = pages.apply(next);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            items.addAll(page.items());
            next = page.next();
        }
        return items;
    }

    @Test
    void callsAreListedNewestFirstWithTheirBeginningAndEnd() {
        append(Events.started("s_a"), Events.started("s_b"), Events.ended("s_a", 2));

        List<CallSummary> calls = now(archive.calls(all())).items();

        assertThat(calls).extracting(CallSummary::callId).containsExactly("s_b", "s_a");
        assertThat(calls.get(0).endedAtMillis()).isNull();
        assertThat(calls.get(0).ended()).isNull();
        assertThat(calls.get(1).startedAtMillis()).isEqualTo(Events.AT_MILLIS + 1);
        assertThat(calls.get(1).endedAtMillis()).isEqualTo(Events.AT_MILLIS + 2);
        assertThat(calls.get(1).ended()).asString().contains("completed");
    }

    @Test
    void callsAreFilteredByLifeAndTime() {
        append(Events.started("s_a"), Events.started("s_b"), Events.ended("s_a", 2));
        long start = Events.AT_MILLIS + 1;

        assertThat(calls(new CallQuery(true, null, null, Cursor.START, 10))).containsExactly("s_b");
        assertThat(calls(new CallQuery(false, null, null, Cursor.START, 10))).containsExactly("s_a");
        assertThat(calls(new CallQuery(null, start, start + 1, Cursor.START, 10)))
                .hasSize(2);
        assertThat(calls(new CallQuery(null, start + 1, null, Cursor.START, 10)))
                .isEmpty();
        assertThat(calls(new CallQuery(null, null, start, Cursor.START, 10))).isEmpty();
    }

    @Test
    void pagesFollowEachOtherThoughNewCallsBegin() {
        append(Events.started("s_1"), Events.started("s_2"), Events.started("s_3"));
        append(Events.started("s_4"), Events.started("s_5"));

        List<CallSummary> calls = leafThrough(from -> {
            Page<CallSummary> page = now(archive.calls(new CallQuery(null, null, null, from, 2)));
            append(Events.started("s_new" + from.value()));
            return page;
        });

        assertThat(calls).extracting(CallSummary::callId).containsExactly("s_5", "s_4", "s_3", "s_2", "s_1");
    }

    @Test
    void aCursorThatIsNoneOfOursIsRefused() {
        CompletionStage<?> page = archive.calls(new CallQuery(null, null, null, new Cursor("next please"), 2));

        assertThatThrownBy(() -> now(page)).hasMessageContaining("cursor next please is none of ours");
    }

    @Test
    void aSearchFindsFinalsThatHoldAllItsWordsInAnyCaseNewestFirst() {
        append(Events.spoken("s_a", 1, "My Router is broken"), Events.spoken("s_a", 2, "a broken promise"));
        append(Events.spoken("s_b", 1, "the router, again: broken!"), Events.spoken("s_b", 2, "Straße und MÜLL"));

        assertThat(found("broken ROUTER")).containsExactly("the router, again: broken!", "My Router is broken");
        assertThat(found("müll")).containsExactly("Straße und MÜLL");
        assertThat(found("rout")).isEmpty();
        assertThat(found(" ,")).isEmpty();
    }

    @Test
    void aSearchCanBeLeafedThrough() {
        for (int seq = 1; seq <= 5; seq++) {
            append(Events.spoken("s_a", seq, "number " + seq));
        }

        List<Hit> hits = leafThrough(from -> now(archive.search("number", from, 2)));

        assertThat(hits).extracting(hit -> hit.stored().event().seq()).containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void theNewestNoteOfADeliveryCounts() {
        now(archive.note(delivery("s_a", 1, "nlu", Status.PENDING, 1)));
        now(archive.note(delivery("s_a", 1, "crm", Status.PENDING, 1)));
        now(archive.note(delivery("s_a", 1, "nlu", Status.DELIVERED, 2)));

        assertThat(deliveries(null, "nlu", null)).extracting(Delivery::attempts).containsExactly(2);
        assertThat(deliveries(null, null, null)).extracting(Delivery::target).containsExactly("nlu", "crm");
    }

    @Test
    void deliveriesAreFilteredByCallTargetAndStatus() {
        now(archive.note(delivery("s_a", 1, "nlu", Status.DEAD, 3)));
        now(archive.note(delivery("s_a", 2, "nlu", Status.DELIVERED, 1)));
        now(archive.note(delivery("s_b", 1, "crm", Status.DEAD, 3)));

        assertThat(deliveries("s_a", null, null)).extracting(Delivery::seq).containsExactly(2L, 1L);
        assertThat(deliveries(null, "crm", null)).extracting(Delivery::callId).containsExactly("s_b");
        assertThat(deliveries(null, "nlu", Status.DEAD))
                .extracting(Delivery::seq)
                .containsExactly(1L);
    }

    @Test
    void anErasedCallLeavesNothing() {
        append(Events.started("s_a"), Events.spoken("s_a", 2, "secret"), Events.ended("s_a", 3));
        append(Events.started("s_b"));
        now(archive.note(delivery("s_a", 2, "nlu", Status.DELIVERED, 1)));

        Archive.Erased erased = now(archive.erase(new Erasure.Call("s_a")));

        assertThat(erased).isEqualTo(new Archive.Erased(List.of("s_a"), 3, 1));
        assertThat(calls(all())).containsExactly("s_b");
        assertThat(found("secret")).isEmpty();
        assertThat(deliveries(null, null, null)).isEmpty();
        assertThat(now(engine.events().read("s_a", Position.START, 10))).isEmpty();
        assertThat(now(archive.erase(new Erasure.Call("s_a")))).isEqualTo(new Archive.Erased(List.of(), 0, 0));
    }

    @Test
    void aNumberIsErasedWithAllItsCalls() {
        append(Events.started("s_a"), Events.spoken("s_a", 2), Events.started("s_b"));
        append(Events.event("s_c", 1, "call.started", "\"from\":\"+15550100009\",\"to\":\"+15550100008\""));

        Archive.Erased erased = now(archive.erase(new Erasure.PhoneNumber("+15550100002")));

        assertThat(erased.callIds()).containsExactlyInAnyOrder("s_a", "s_b");
        assertThat(erased.events()).isEqualTo(3);
        assertThat(calls(all())).containsExactly("s_c");
    }
}
