package io.sidetone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Erasure;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.engine.Archive.Hit;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Archive.Slice;
import io.sidetone.engine.Archive.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
                eventId,
                callId,
                seq,
                "transcript.final",
                "l1",
                seq,
                target,
                status,
                attempts,
                1,
                2,
                200,
                null,
                null,
                new byte[] {'1'});
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

    @Test
    void oneCallIsFoundWithItsNumbers() {
        append(
                Events.started("s_a"),
                Events.spoken("s_a", 2, "my router is broken"),
                Events.event("s_a", 3, "fault", "\"code\":\"stt.stuck\",\"resolved\":false"),
                Events.event("s_a", 4, "fault", "\"code\":\"stt.stuck\",\"resolved\":true"),
                Events.event("s_a", 5, "transcript.final", "\"text\":\"yes sir\",\"words\":[{\"text\":\"yes\"},{}]"));
        now(archive.note(delivery("s_a", 2, "nlu", Status.DELIVERED, 1)));
        now(archive.note(delivery("s_a", 5, "nlu", Status.PENDING, 1)));
        now(archive.note(delivery("s_a", 5, "crm", Status.DEAD, 9)));

        CallSummary call = now(archive.call("s_a")).orElseThrow();

        assertThat(call.lastSeq()).isEqualTo(5);
        assertThat(call.finals()).isEqualTo(2);
        assertThat(call.words()).isEqualTo(4 + 2);
        assertThat(call.faults()).as("begun, not resolved").isEqualTo(1);
        assertThat(call.deliveries()).isEqualTo(new Archive.Deliveries(1, 1, 1));
        assertThat(now(archive.call("s_nobody"))).isEmpty();
    }

    private static CallEvent started(String callId, String direction, String from, long laterMillis) {
        CallEvent event = Events.event(
                callId, 1, "call.started", "\"direction\":\"" + direction + "\",\"from\":\"" + from + "\"");
        return new CallEvent(
                callId,
                1,
                event.type(),
                null,
                null,
                0,
                event.atMillis() + laterMillis,
                event.eventId(),
                Map.of("team", "Team " + callId),
                event.data());
    }

    private static CallQuery like(@Nullable String text, @Nullable String role, @Nullable String direction) {
        return new CallQuery(
                null,
                null,
                null,
                text,
                role,
                direction,
                Map.of(),
                null,
                null,
                Archive.Sort.NEWEST_FIRST,
                Cursor.START,
                10);
    }

    @Test
    void callsAreFoundByWordsIdNumberAndLabel() {
        append(started("s_one", "inbound", "+15550100001", 0), started("s_two", "outbound", "+15550199999", 0));
        append(Events.as("agent", Events.spoken("s_one", 2, "the Router is broken")));
        append(
                Events.as("caller", Events.spoken("s_two", 2, "a router")),
                Events.as("agent", Events.spoken("s_two", 3)));

        assertThat(calls(like("router broken", null, null))).containsExactly("s_one");
        assertThat(calls(like("ROUTER", null, null))).containsExactly("s_two", "s_one");
        assertThat(calls(like("_TWO", null, null))).containsExactly("s_two");
        assertThat(calls(like("9999", null, null))).containsExactly("s_two");
        assertThat(calls(like("team s_one", null, null))).containsExactly("s_one");
        assertThat(calls(like("nobody said this", null, null))).isEmpty();
        assertThat(calls(like("\" or 1=1 --", null, null))).isEmpty();
        assertThat(calls(like("rout* NEAR(", null, null))).isEmpty();
    }

    @Test
    void callsAreFilteredByRoleDirectionLabelFaultAndDeadDeliveries() {
        append(started("s_one", "inbound", "+15550100001", 0), started("s_two", "outbound", "+15550199999", 0));
        append(Events.as("agent", Events.spoken("s_one", 2)), Events.as("agent", Events.spoken("s_two", 2)));
        append(Events.as("caller", Events.spoken("s_two", 3)));
        append(Events.event("s_one", 3, "fault", "\"resolved\":false"));
        now(archive.note(delivery("s_two", 2, "nlu", Status.DEAD, 3)));

        assertThat(calls(like(null, "agent", null))).containsExactly("s_two", "s_one");
        assertThat(calls(like(null, "caller", null))).containsExactly("s_two");
        assertThat(calls(like(null, null, "inbound"))).containsExactly("s_one");
        assertThat(calls(with(Map.of("team", "Team s_two"), null, null))).containsExactly("s_two");
        assertThat(calls(with(Map.of("team", "Team s_two", "other", "x"), null, null)))
                .isEmpty();
        assertThat(calls(with(Map.of(), true, null))).containsExactly("s_one");
        assertThat(calls(with(Map.of(), false, null))).containsExactly("s_two");
        assertThat(calls(with(Map.of(), null, true))).containsExactly("s_two");
        assertThat(calls(with(Map.of(), null, false))).containsExactly("s_one");
    }

    private static CallQuery with(Map<String, String> labels, @Nullable Boolean fault, @Nullable Boolean dead) {
        return new CallQuery(
                null, null, null, null, null, null, labels, fault, dead, Archive.Sort.NEWEST_FIRST, Cursor.START, 10);
    }

    @Test
    void callsAreSortedAsAskedForAndLeafedThroughInThatOrder() {
        append(started("s_1", "inbound", "a", 1_000), started("s_2", "inbound", "a", 3_000));
        append(started("s_3", "inbound", "a", 2_000), started("s_4", "inbound", "a", 2_500));
        append(ended("s_1", 1_010), ended("s_2", 3_300), ended("s_3", 2_200), ended("s_4", 2_600));

        assertThat(sorted(Archive.Sort.NEWEST_FIRST)).containsExactly("s_2", "s_4", "s_3", "s_1");
        assertThat(sorted(Archive.Sort.OLDEST_FIRST)).containsExactly("s_1", "s_3", "s_4", "s_2");
        assertThat(sorted(Archive.Sort.LONGEST_FIRST)).containsExactly("s_2", "s_3", "s_4", "s_1");
    }

    private static CallEvent ended(String callId, long laterMillis) {
        CallEvent event = Events.ended(callId, 2);
        return new CallEvent(
                callId, 2, event.type(), null, 0, Events.AT_MILLIS + 1 + laterMillis, event.eventId(), event.data());
    }

    private List<String> sorted(Archive.Sort sort) {
        return leafThrough(from -> now(archive.calls(sorted(sort, from)))).stream()
                .map(CallSummary::callId)
                .toList();
    }

    private static CallQuery sorted(Archive.Sort sort, Cursor from) {
        return new CallQuery(null, null, null, null, null, null, Map.of(), null, null, sort, from, 2);
    }

    @Test
    void aCursorOfAnotherListingIsRefused() {
        append(Events.started("s_a"), Events.started("s_b"), Events.started("s_c"));
        Cursor newest = Objects.requireNonNull(now(archive.calls(sorted(Archive.Sort.NEWEST_FIRST, Cursor.START)))
                .next());

        assertThatThrownBy(() -> now(archive.calls(sorted(Archive.Sort.OLDEST_FIRST, newest))))
                .hasMessageContaining("is none of ours");
        assertThatThrownBy(() -> now(archive.search("x", newest, 2))).hasMessageContaining("is none of ours");
        assertThatThrownBy(() -> now(archive.actions(newest, 2))).hasMessageContaining("is none of ours");
        assertThatThrownBy(() -> now(archive.events(new EventQuery(null, Set.of(), newest, 2))))
                .hasMessageContaining("is none of ours");
    }

    @Test
    void everyEventIsThereInTheOrderOfTheLogFromACursorOn() {
        append(Events.started("s_a"), Events.started("s_b"), Events.spoken("s_a", 2), Events.ended("s_b", 2));

        Slice<EventLog.Stored> first = now(archive.events(new EventQuery(null, Set.of(), Cursor.START, 3)));
        Slice<EventLog.Stored> rest = now(archive.events(new EventQuery(null, Set.of(), first.next(), 3)));
        Slice<EventLog.Stored> nothing = now(archive.events(new EventQuery(null, Set.of(), rest.next(), 3)));
        append(Events.spoken("s_c", 1));
        Slice<EventLog.Stored> later = now(archive.events(new EventQuery(null, Set.of(), nothing.next(), 3)));

        assertThat(first.items())
                .extracting(it -> it.event().toString())
                .containsExactly("s_a #1 call.started", "s_b #1 call.started", "s_a #2 transcript.final");
        assertThat(rest.items()).extracting(it -> it.event().toString()).containsExactly("s_b #2 call.ended");
        assertThat(nothing.items()).isEmpty();
        assertThat(later.items()).extracting(it -> it.event().toString()).containsExactly("s_c #1 transcript.final");
    }

    @Test
    void eventsAreFilteredByCallAndTypeWithoutLosingTheirPlace() {
        append(Events.started("s_a"), Events.started("s_b"), Events.spoken("s_a", 2), Events.spoken("s_b", 2));

        assertThat(events("s_b", Set.of())).containsExactly("s_b #1 call.started", "s_b #2 transcript.final");
        assertThat(events(null, Set.of("call.started", "call.ended")))
                .containsExactly("s_a #1 call.started", "s_b #1 call.started");
        assertThat(events("s_a", Set.of("transcript.final"))).containsExactly("s_a #2 transcript.final");
        Cursor behind = now(archive.events(new EventQuery("s_nobody", Set.of(), Cursor.START, 9)))
                .next();
        append(Events.spoken("s_nobody", 1));
        assertThat(now(archive.events(new EventQuery("s_nobody", Set.of(), behind, 9)))
                        .items())
                .hasSize(1);
    }

    private List<String> events(@Nullable String callId, Set<String> types) {
        return now(archive.events(new EventQuery(callId, types, Cursor.START, 9))).items().stream()
                .map(stored -> stored.event().toString())
                .toList();
    }

    @Test
    void whoPullsWhileOthersAppendMissesNothing() throws Exception {
        List<Thread> appenders = IntStream.range(0, 4)
                .mapToObj(call -> new Thread(() -> LongStream.rangeClosed(1, 500)
                        .forEach(seq -> engine.events().append(Events.spoken("s_" + call, seq)))))
                .toList();
        appenders.forEach(Thread::start);

        Map<String, Long> newest = new HashMap<>();
        Cursor from = Cursor.START;
        int pulled = 0;
        while (pulled < 2_000) {
            Slice<EventLog.Stored> slice = now(archive.events(new EventQuery(null, Set.of(), from, 64)));
            for (EventLog.Stored stored : slice.items()) {
                Long before = newest.put(stored.event().callId(), stored.event().seq());
                assertThat(stored.event().seq()).isEqualTo(before == null ? 1 : before + 1);
            }
            pulled += slice.items().size();
            from = slice.next();
        }

        assertThat(pulled).isEqualTo(2_000);
    }

    @Test
    void oneEventIsFoundAsItWasAppended() {
        CallEvent said =
                Events.labelled(Map.of("queue", "sales"), Events.as("agent", Events.spoken("s_a", 2, "hello")));
        append(Events.started("s_a"), said);

        CallEvent found = now(archive.event("s_a", 2)).orElseThrow().event();

        assertThat(found).usingRecursiveComparison().isEqualTo(said);
        assertThat(now(archive.event("s_a", 3))).isEmpty();
    }

    private static DeliveryQuery named(String... ids) {
        return new DeliveryQuery(Set.of(ids), null, null, null, null, null, Cursor.START, 10);
    }

    @Test
    void deliveriesAreFoundByNameAndTimeCountedAndLeafedThrough() {
        for (int seq = 1; seq <= 5; seq++) {
            now(archive.note(delivery("s_a", seq, "nlu", seq < 4 ? Status.DELIVERED : Status.DEAD, 1)));
        }

        List<Delivery> all = leafThrough(from -> now(archive.deliveries(new DeliveryQuery(null, null, null, from, 2))));
        assertThat(all).extracting(Delivery::seq).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(now(archive.deliveries(named("s_a.l1.3@nlu", "s_a.l1.9@nlu")))
                        .items())
                .extracting(Delivery::seq)
                .containsExactly(3L);
        assertThat(now(archive.count(new DeliveryQuery(null, "nlu", Status.DEAD, Cursor.START, 1))))
                .isEqualTo(2);
        assertThat(now(archive.count(between(2, 3)))).isEqualTo(5);
        assertThat(now(archive.count(between(3, 4)))).isZero();
    }

    private static DeliveryQuery between(long sinceMillis, long untilMillis) {
        return new DeliveryQuery(Set.of(), null, null, null, sinceMillis, untilMillis, Cursor.START, 1);
    }

    @Test
    void aWishToRepeatLastsUntilTheNextNote() {
        append(Events.started("s_b"), Events.started("s_a"));
        now(archive.note(delivery("s_a", 2, "nlu", Status.DEAD, 3)));
        now(archive.note(delivery("s_a", 1, "nlu", Status.DELIVERED, 1)));
        now(archive.note(delivery("s_b", 1, "nlu", Status.DEAD, 1)));
        now(archive.note(delivery("s_b", 2, "nlu", Status.PENDING, 1)));
        now(archive.note(delivery("s_b", 3, "crm", Status.DEAD, 1)));

        long wished = now(archive.repeat(new DeliveryQuery(null, "nlu", null, Cursor.START, 1)));

        assertThat(wished).as("what is pending comes anyway").isEqualTo(3);
        assertThat(repeats(10)).as("oldest call first").containsExactly("s_b 1", "s_a 1", "s_a 2");
        assertThat(repeats(1)).containsExactly("s_b 1");
        now(archive.note(delivery("s_a", 1, "nlu", Status.DELIVERED, 2)));
        assertThat(repeats(10)).containsExactly("s_b 1", "s_a 2");
        assertThat(now(archive.repeat(new DeliveryQuery(null, "nlu", Status.DELIVERED, Cursor.START, 1))))
                .isEqualTo(1);
        assertThat(repeats(10)).as("later wishes stand behind").containsExactly("s_b 1", "s_a 2", "s_a 1");
    }

    private List<String> repeats(int max) {
        return now(archive.repeats("nlu", max)).stream()
                .map(delivery -> delivery.callId() + " " + delivery.seq())
                .toList();
    }

    @Test
    void onlyDeadDeliveriesAreDropped() {
        now(archive.note(delivery("s_a", 1, "nlu", Status.DELIVERED, 1)));
        now(archive.note(delivery("s_a", 2, "nlu", Status.DEAD, 3)));
        now(archive.note(delivery("s_b", 1, "nlu", Status.DEAD, 3)));

        assertThat(now(archive.drop(new DeliveryQuery("s_a", null, null, Cursor.START, 1))))
                .isEqualTo(1);

        assertThat(deliveries(null, null, null)).extracting(Delivery::callId).containsExactly("s_b", "s_a");
    }

    private static final List<CallFilter> SCOPES = List.of(
            CallFilter.ALL,
            scope("inbound", List.of(), List.of(), List.of(), Map.of()),
            scope("outbound", List.of(), List.of(), List.of(), Map.of()),
            scope(null, List.of("+1555", "+49"), List.of(), List.of(), Map.of()),
            scope(null, List.of("1555"), List.of(), List.of(), Map.of()),
            scope(null, List.of(), List.of("+15550100"), List.of(), Map.of()),
            scope(null, List.of(), List.of(), List.of("AC1", "AC3"), Map.of()),
            scope(null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support", "billing"))),
            scope(null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support"), "region", List.of("eu"))),
            scope(null, List.of(), List.of(), List.of(), Map.of("que'ue", List.of("%"))),
            scope("inbound", List.of("+1555"), List.of("+15550100"), List.of("AC1"), Map.of("region", List.of("eu"))),
            scope(null, List.of("+1555"), List.of(), List.of(), Map.of())
                    .and(scope("inbound", List.of(), List.of(), List.of(), Map.of("queue", List.of("support")))));

    private static CallFilter scope(
            @Nullable String direction,
            List<String> from,
            List<String> to,
            List<String> accounts,
            Map<String, List<String>> labels) {
        return new CallFilter(direction, from, to, accounts, labels);
    }

    private record Facts(
            String callId, String direction, String from, String to, String accountSid, Map<String, String> labels)
            implements CallFilter.Facts {
        CallEvent started() {
            StringBuilder fields = new StringBuilder("\"direction\":\"" + direction + "\"");
            fields.append(from.isEmpty() ? "" : ",\"from\":\"" + from + "\"");
            fields.append(to.isEmpty() ? "" : ",\"to\":\"" + to + "\"");
            fields.append(accountSid.isEmpty() ? "" : ",\"accountSid\":\"" + accountSid + "\"");
            return Events.labelled(labels, Events.event(callId, 1, "call.started", fields.toString()));
        }
    }

    private static final List<Facts> CALLS = List.of(
            new Facts("s_1", "inbound", "+15550100001", "+15550100900", "AC1", Map.of("queue", "support")),
            new Facts(
                    "s_2", "inbound", "+4930123456", "+15550100900", "AC1", Map.of("queue", "support", "region", "eu")),
            new Facts("s_3", "outbound", "+15550100900", "+4930123456", "AC2", Map.of("queue", "billing")),
            new Facts("s_4", "inbound", "", "", "", Map.of()),
            new Facts("s_5", "inbound", "client:anna", "+15550100900", "AC3", Map.of("que'ue", "x", "region", "eu")),
            new Facts("s_6", "inbound", "+15550100001", "+15550100900", "AC1", Map.of("region", "eu")));

    /** What the archive lets through is what {@link CallFilter#matches} does, in every question. */
    @Test
    void whatIsOutsideTheScopeDoesNotExist() {
        for (Facts call : CALLS) {
            append(call.started(), Events.spoken(call.callId(), 2, "good morning"));
            now(archive.note(delivery(call.callId(), 2, "nlu", Status.DEAD, 3)));
        }
        append(Events.spoken("s_without-a-beginning", 7, "good morning"));
        for (CallFilter scope : SCOPES) {
            List<String> inside =
                    CALLS.stream().filter(scope::matches).map(Facts::callId).toList();
            List<String> spoken = scope.isAll()
                    ? Stream.concat(inside.stream(), Stream.of("s_without-a-beginning"))
                            .toList()
                    : inside;

            assertThat(calls(within(scope))).as("calls: %s", scope).containsExactlyInAnyOrderElementsOf(inside);
            assertThat(now(archive.countCalls(within(scope)))).isEqualTo(inside.size());
            for (Facts call : CALLS) {
                assertThat(now(archive.call(call.callId(), scope)).isPresent())
                        .as("%s: %s", call.callId(), scope)
                        .isEqualTo(inside.contains(call.callId()));
            }
            assertThat(leafThrough(from -> now(archive.search("morning", scope, from, 2))))
                    .as("search: %s", scope)
                    .extracting(hit -> hit.stored().event().callId())
                    .containsExactlyInAnyOrderElementsOf(spoken);
            EventQuery said = new EventQuery(null, Set.of("transcript.final"), scope, Cursor.START, 100);
            assertThat(now(archive.events(said)).items())
                    .as("events: %s", scope)
                    .extracting(stored -> stored.event().callId())
                    .containsExactlyElementsOf(spoken);
            DeliveryQuery dead =
                    new DeliveryQuery(Set.of(), null, null, Status.DEAD, null, null, scope, Cursor.START, 100);
            assertThat(now(archive.deliveries(dead)).items())
                    .as("deliveries: %s", scope)
                    .extracting(Delivery::callId)
                    .containsExactlyInAnyOrderElementsOf(inside);
            assertThat(now(archive.count(dead))).isEqualTo(inside.size());
        }
    }

    private static CallQuery within(CallFilter scope) {
        return new CallQuery(
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                scope,
                Archive.Sort.NEWEST_FIRST,
                Cursor.START,
                100);
    }

    @Test
    void wishesAndErasuresStayWithinTheScope() {
        CallFilter scope = SCOPES.get(1);
        for (Facts call : CALLS.subList(0, 3)) {
            append(call.started(), Events.ended(call.callId(), 2));
            now(archive.note(delivery(call.callId(), 1, "nlu", Status.DEAD, 3)));
        }
        DeliveryQuery dead = new DeliveryQuery(Set.of(), null, "nlu", Status.DEAD, null, null, scope, Cursor.START, 1);

        assertThat(now(archive.repeat(dead))).isEqualTo(2);
        assertThat(now(archive.repeats("nlu", 9))).extracting(Delivery::callId).containsExactly("s_1", "s_2");
        assertThat(now(archive.drop(dead))).isEqualTo(2);
        Archive.Erased erased = now(archive.erase(new Erasure.PhoneNumber("+15550100900", scope)));
        assertThat(erased.callIds()).containsExactlyInAnyOrder("s_1", "s_2");
        assertThat(now(archive.call("s_3"))).isPresent();
    }

    @Test
    void eventsOfManyCallsOutsideAreReadPastInTurns() {
        append(CALLS.get(2).started());
        for (int i = 0; i < 40; i++) {
            append(Events.spoken("s_3", i + 2L));
        }
        append(CALLS.get(0).started());
        EventQuery query = new EventQuery(null, Set.of(), SCOPES.get(1), Cursor.START, 1);
        Slice<EventLog.Stored> first = now(archive.events(query));
        Slice<EventLog.Stored> rest = now(archive.events(query.from(first.next())));
        append(Events.spoken("s_1", 2));
        Slice<EventLog.Stored> later = now(archive.events(query.from(rest.next())));

        assertThat(first.items()).extracting(it -> it.event().callId()).containsExactly("s_1");
        assertThat(rest.items()).isEmpty();
        assertThat(later.items()).extracting(it -> it.event().seq()).containsExactly(2L);
    }

    @Test
    void whoDidItAndFromWhereAndWhatCameOfItIsKept() {
        Archive.Action action =
                new Archive.Action(1, "anna", "203.0.113.7", "sign-in", "", "rate_limited", "the sixth in a minute");

        now(archive.audit(action));

        assertThat(now(archive.actions(Cursor.START, 9)).items()).containsExactly(action);
    }

    @Test
    void whatOperatorsDidIsListedNewestFirst() {
        for (int i = 1; i <= 3; i++) {
            now(archive.audit(new Archive.Action(i, "anna", "erase", "call s_" + i, "3 events")));
        }

        List<Archive.Action> actions = leafThrough(from -> now(archive.actions(from, 2)));

        assertThat(actions).extracting(Archive.Action::atMillis).containsExactly(3L, 2L, 1L);
        assertThat(actions.get(2)).isEqualTo(new Archive.Action(1, "anna", "erase", "call s_1", "3 events"));
    }

    @Test
    void aLiveCallIsLeftAndNamed() {
        append(Events.started("s_live"), Events.started("s_cut"), Events.started("s_over"), Events.ended("s_over", 2));
        engine.directory().put(new Directory.CallRecord("s_live", "CA1", "local", 1, Map.of()));
        engine.directory().put(new Directory.CallRecord("s_over", "CA2", "local", 1, Map.of()));

        Archive.Erased erased = now(archive.erase(new Erasure.PhoneNumber("+15550100001")));

        assertThat(erased.callIds()).containsExactlyInAnyOrder("s_cut", "s_over");
        assertThat(erased.live()).containsExactly("s_live");
        assertThat(calls(all())).containsExactly("s_live");
    }

    @Test
    void tagsTakeThePlaceOfThoseBeforeAndAreFound() {
        append(Events.started("s_a"), Events.started("s_b"), Events.ended("s_b", 2));

        assertThat(now(archive.tag("s_a", List.of("old")))).isTrue();
        assertThat(now(archive.tag("s_a", List.of("Escalated", "a \"quote\" ä"))))
                .isTrue();
        assertThat(now(archive.tag("s_b", List.of("vip")))).isTrue();
        assertThat(now(archive.tag("s_nobody", List.of("vip")))).isFalse();

        assertThat(tags("s_a")).containsExactly("Escalated", "a \"quote\" ä");
        assertThat(tags("s_b")).containsExactly("vip");
        assertThat(calls(text("escal"))).containsExactly("s_a");
        assertThat(calls(text("quote\" ä"))).containsExactly("s_a");
        assertThat(calls(text("old"))).isEmpty();
        assertThat(now(archive.tag("s_a", List.of()))).isTrue();
        assertThat(tags("s_a")).isEmpty();
        assertThat(calls(text("escal"))).isEmpty();
    }

    @Test
    void whoFollowsTheLogHearsOfTagsBehindTheCallsOwnEvents() throws Exception {
        Recorder<String> heard = new Recorder<>();
        engine.events().tail(new EventLog.Tail() {
            @Override
            public void event(CallEvent event) {
                heard.add(event.type());
            }

            @Override
            public void skipped(long count) {}

            @Override
            public void tagged(String callId, List<String> tags) {
                heard.add(callId + tags);
            }
        });
        append(Events.started("s_a"));
        now(archive.tag("s_a", List.of("vip")));
        now(archive.tag("s_nobody", List.of("vip")));

        assertThat(heard.await(2)).containsExactly("call.started", "s_a[vip]");
        now(archive.tag("s_a", List.of()));
        assertThat(heard.await(3)).last().isEqualTo("s_a[]");
    }

    @Test
    void anErasedCallLosesItsTagsAndGetsNone() {
        append(Events.started("s_a"), Events.ended("s_a", 2), Events.started("s_b"), Events.ended("s_b", 2));
        now(archive.tag("s_a", List.of("secret")));
        now(archive.tag("s_b", List.of("kept")));

        now(archive.erase(new Erasure.Call("s_a")));

        assertThat(now(archive.tag("s_a", List.of("again")))).isFalse();
        assertThat(calls(text("secret"))).isEmpty();
        assertThat(tags("s_b")).containsExactly("kept");
    }

    private List<String> tags(String callId) {
        return now(archive.call(callId)).orElseThrow().tags();
    }

    private static CallQuery text(String part) {
        return new CallQuery(
                null, null, null, part, null, null, Map.of(), null, null, Archive.Sort.NEWEST_FIRST, Cursor.START, 100);
    }

    @Test
    void whoIsToldOfAnErasedCallDoesNotFindItAnyMore() throws Exception {
        Recorder<Optional<Archive.CallSummary>> found = new Recorder<>();
        engine.events().tail(new EventLog.Tail() {
            @Override
            public void event(CallEvent event) {}

            @Override
            public void skipped(long count) {}

            @Override
            public void erased(String callId) {
                archive.call(callId).thenAccept(found::add); // at once, while its traces are being removed
            }
        });
        append(Events.started("s_a"), Events.ended("s_a", 2), Events.started("s_b"));
        now(archive.erase(new Erasure.Call("s_a")));

        assertThat(found.await(1)).containsExactly(Optional.empty());
        assertThat(now(archive.call("s_b"))).isPresent();
    }

    @Test
    void whatComesOfAnErasedCallAfterwardsIsNotKept() throws Exception {
        Recorder<String> erased = new Recorder<>();
        engine.events().tail(new EventLog.Tail() {
            @Override
            public void event(CallEvent event) {}

            @Override
            public void skipped(long count) {}

            @Override
            public void erased(String callId) {
                erased.add(callId);
            }
        });
        append(Events.started("s_a"), Events.ended("s_a", 2));
        now(archive.erase(new Erasure.Call("s_a")));

        engine.events()
                .append(Events.spoken("s_a", 3, "too late"))
                .toCompletableFuture()
                .exceptionally(refused -> null)
                .join();
        now(archive.note(delivery("s_a", 3, "nlu", Status.DELIVERED, 1)));

        assertThat(erased.await(1)).containsExactly("s_a");
        assertThat(found("late")).isEmpty();
        assertThat(deliveries(null, null, null)).isEmpty();
        assertThat(now(archive.call("s_a"))).isEmpty();
        assertThat(events("s_a", Set.of())).isEmpty();
    }
}
