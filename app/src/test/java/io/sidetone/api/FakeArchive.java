package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An archive in lists, that fails or falls behind when it is told to. */
final class FakeArchive implements Archive {
    final List<Stored> events = new CopyOnWriteArrayList<>();
    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    final List<Action> actions = new CopyOnWriteArrayList<>();
    final List<DeliveryQuery> repeated = new CopyOnWriteArrayList<>();
    final List<CallQuery> asked = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> tags = new ConcurrentHashMap<>();
    volatile @Nullable RuntimeException failure;
    volatile @Nullable CompletableFuture<Void> holdEvents; // answers of events() wait for it
    final AtomicInteger looked = new AtomicInteger(); // for events, with or without success
    final AtomicInteger heldEvents = new AtomicInteger();
    volatile int hidden; // so many of the newest events are not shown yet

    void take(CallEvent event) {
        events.add(new Stored(new Position(events.size() + 1L), event));
    }

    private <T> CompletionStage<T> answer(Supplier<T> what) {
        RuntimeException broken = failure;
        if (broken != null) {
            return CompletableFuture.failedFuture(broken);
        }
        return CompletableFuture.supplyAsync(what);
    }

    private Stream<CallEvent> of(String callId) {
        return events.stream().map(Stored::event).filter(it -> it.callId().equals(callId));
    }

    private @Nullable CallSummary summary(String callId) {
        CallEvent started = of(callId)
                .filter(it -> it.type().equals("call.started"))
                .findFirst()
                .orElse(null);
        CallEvent ended = of(callId)
                .filter(it -> it.type().equals("call.ended"))
                .findFirst()
                .orElse(null);
        return started == null
                ? null
                : new CallSummary(
                        callId,
                        started.atMillis(),
                        ended == null ? null : ended.atMillis(),
                        started.data(),
                        ended == null ? null : ended.data(),
                        of(callId).mapToLong(CallEvent::seq).max().orElse(0),
                        of(callId).filter(it -> it.n() > 0).count(),
                        3,
                        of(callId).filter(it -> it.type().equals("fault")).count(),
                        new Deliveries(0, 1, 0),
                        tags.getOrDefault(callId, List.of()));
    }

    private static int index(Cursor from) {
        String value = from.value();
        if (value == null) {
            return 0;
        }
        if (!value.startsWith("at-")) {
            throw new IllegalArgumentException("cursor " + value + " is none of ours; give one from a page");
        }
        return Integer.parseInt(value.substring(3));
    }

    private static <T> Page<T> page(List<T> all, Cursor from, int max) {
        int begin = index(from);
        int end = Math.min(all.size(), begin + max);
        return new Page<>(all.subList(begin, end), end < all.size() ? new Cursor("at-" + end) : null);
    }

    @Override
    public CompletionStage<Boolean> tag(String callId, List<String> given) {
        return answer(() -> {
            tags.put(callId, given);
            return true;
        });
    }

    @Override
    public CompletionStage<Page<CallSummary>> calls(CallQuery query) {
        asked.add(query);
        return answer(() -> {
            List<CallSummary> calls = new ArrayList<>();
            events.stream().map(it -> it.event().callId()).distinct().forEach(callId -> {
                CallSummary call = summary(callId);
                if (call != null) {
                    calls.add(call);
                }
            });
            calls.sort(Comparator.comparingLong(CallSummary::startedAtMillis).reversed());
            return page(calls, query.from(), query.max());
        });
    }

    @Override
    public CompletionStage<Long> countCalls(CallQuery query) {
        throw new UnsupportedOperationException("scopes are for real archives");
    }

    @Override
    public CompletionStage<Optional<CallSummary>> call(String callId, CallFilter scope) {
        return answer(() -> Optional.ofNullable(summary(callId)));
    }

    @Override
    public CompletionStage<Page<Hit>> search(String words, CallFilter scope, Cursor from, int max) {
        return answer(() -> page(
                events.stream()
                        .filter(it -> it.event().n() > 0 && text(it).contains(words.toLowerCase(Locale.ROOT)))
                        .map(it -> new Hit(it, text(it)))
                        .toList(),
                from,
                max));
    }

    private static String text(Stored stored) {
        return new String(stored.event().data(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }

    @Override
    public CompletionStage<Slice<Stored>> events(EventQuery query) {
        CompletableFuture<Void> held = holdEvents;
        if (held != null) {
            heldEvents.incrementAndGet();
            return held.thenCompose(now -> shown(query));
        }
        return shown(query);
    }

    private CompletionStage<Slice<Stored>> shown(EventQuery query) {
        return answer(() -> {
            int shown = events.size() - hidden;
            if (query.after().equals(Cursor.END)) {
                return new Slice<>(List.of(), new Cursor("at-" + shown));
            }
            int next = index(query.after());
            List<Stored> found = new ArrayList<>();
            while (next < shown && found.size() < query.max()) {
                Stored stored = events.get(next++);
                if ((query.callId() == null
                                || query.callId().equals(stored.event().callId()))
                        && (query.types().isEmpty()
                                || query.types().contains(stored.event().type()))) {
                    found.add(stored);
                }
            }
            looked.incrementAndGet();
            return new Slice<>(found, next == 0 ? query.after() : new Cursor("at-" + next));
        });
    }

    @Override
    public CompletionStage<Optional<Stored>> event(String callId, long seq) {
        return answer(() -> events.stream()
                .filter(it -> it.event().callId().equals(callId) && it.event().seq() == seq)
                .findFirst());
    }

    @Override
    public CompletionStage<Void> note(Delivery delivery) {
        deliveries.add(delivery);
        return answer(() -> null);
    }

    private static Predicate<Delivery> matches(DeliveryQuery query) {
        return it -> (query.ids().isEmpty() || query.ids().contains(it.id()))
                && (query.callId() == null || query.callId().equals(it.callId()))
                && (query.target() == null || query.target().equals(it.target()))
                && (query.status() == null || query.status() == it.status())
                && (query.sinceMillis() == null || it.lastAtMillis() >= query.sinceMillis())
                && (query.untilMillis() == null || it.lastAtMillis() < query.untilMillis());
    }

    @Override
    public CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query) {
        return answer(() -> page(deliveries.stream().filter(matches(query)).toList(), query.from(), query.max()));
    }

    @Override
    public CompletionStage<Long> count(DeliveryQuery query) {
        return answer(() -> deliveries.stream().filter(matches(query)).count());
    }

    @Override
    public CompletionStage<Long> repeat(DeliveryQuery query) {
        repeated.add(query);
        return count(query);
    }

    @Override
    public CompletionStage<List<Delivery>> repeats(String target, int max) {
        return answer(List::of);
    }

    @Override
    public CompletionStage<Long> drop(DeliveryQuery query) {
        return answer(() -> {
            List<Delivery> gone = deliveries.stream().filter(matches(query)).toList();
            deliveries.removeAll(gone);
            return (long) gone.size();
        });
    }

    @Override
    public CompletionStage<Void> audit(Action action) {
        actions.add(0, action);
        return answer(() -> null);
    }

    @Override
    public CompletionStage<Page<Action>> actions(Cursor from, int max) {
        return answer(() -> page(actions, from, max));
    }

    @Override
    public CompletionStage<Erased> erase(Erasure what) {
        return answer(() -> {
            List<String> calls = events.stream()
                    .filter(it -> what instanceof Erasure.Call call
                            ? it.event().callId().equals(call.callId())
                            : text(it).contains(((Erasure.PhoneNumber) what).number()))
                    .map(it -> it.event().callId())
                    .distinct()
                    .toList();
            List<String> live = calls.stream()
                    .filter(it -> of(it).noneMatch(event -> event.type().equals("call.ended")))
                    .toList();
            List<String> gone = calls.stream().filter(it -> !live.contains(it)).toList();
            int before = events.size();
            events.removeIf(it -> gone.contains(it.event().callId()));
            return new Erased(gone, before - events.size(), 0, live, List.of());
        });
    }
}
