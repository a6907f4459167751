package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Order and completeness through random trouble: statuses, resets and timeouts that took effect or did not, outages,
 * events that are refused, and processes that end at any moment, saved progress not yet stored included. Whatever
 * happens, first arrivals are in the order of their numbers, what is missing is told, and what comes again has come
 * before.
 */
class LedgerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RetrySchedule QUICK =
            new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofDays(3), 3);

    private final OneShard world = new OneShard();
    private final Map<String, Long> live = new LinkedHashMap<>(); // calls by their newest event
    private final Map<String, Receiving> receivers = new HashMap<>();
    private Random random = new Random(1);
    private int calls;
    private int restarts;

    /** One receiver: what it should get, what it got, and how it is at the moment. */
    private final class Receiving {
        private final String name;
        private final Map<String, TreeSet<Long>> due = new HashMap<>(); // by call: what has neither come nor is dead
        private final Map<String, TreeSet<Long>> untold = new HashMap<>(); // dead, and not told as skipped yet
        private final Map<String, Long> newest = new HashMap<>();
        private final Set<String> got = new HashSet<>();
        private boolean down;
        private int repeats;
        private int dead;

        Receiving(String name) {
            this.name = name;
        }

        void expect(CallEvent event) {
            due.computeIfAbsent(event.callId(), callId -> new TreeSet<>()).add(event.seq());
        }

        boolean isDone() {
            return due.isEmpty();
        }

        /** Whether the receiver refuses this event however often it comes. */
        private boolean refuses(OneShard.Request request) {
            return Math.floorMod(request.eventId().hashCode(), 200) == 0;
        }

        void take(OneShard.Request request, boolean ending) {
            int dice = random.nextInt(100);
            if (refuses(request)) {
                world.answer(request, 400);
                if (request.attempt().number() >= QUICK.refusedAttempts()) {
                    dead(request.callId(), request.seq());
                }
            } else if (down) {
                fail(request, dice % 4);
            } else if (dice < 80 || ending) {
                arrive(request);
                world.answer(request, 200);
            } else {
                fail(request, dice % 6);
            }
        }

        private void fail(OneShard.Request request, int how) {
            switch (how) {
                case 0 -> world.answer(request, 500);
                case 1 -> world.answer(request, 503);
                case 2 -> answer(request, AnswerClass.FAILURE); // a reset
                case 3 -> answer(request, AnswerClass.TIMEOUT);
                default -> {
                    arrive(request); // and then the connection breaks
                    answer(request, how == 4 ? AnswerClass.FAILURE : AnswerClass.TIMEOUT);
                }
            }
        }

        private void answer(OneShard.Request request, AnswerClass meaning) {
            world.requests.remove(request);
            request.answered().accept(Answer.failed(meaning, "as told"));
            world.shard.runTasks();
        }

        private void dead(String callId, long seq) {
            if (due.getOrDefault(callId, new TreeSet<>()).remove(seq)) {
                dead++;
                untold.computeIfAbsent(callId, unused -> new TreeSet<>()).add(seq);
                forgetIfDone(callId);
            }
        }

        void arrive(OneShard.Request request) {
            String callId = request.callId();
            if (!got.add(request.eventId())) {
                repeats++;
                return;
            }
            TreeSet<Long> wanted = due.getOrDefault(callId, new TreeSet<>());
            if (wanted.isEmpty() || wanted.first() != request.seq()) {
                throw new AssertionError(request + " came, expected the first of " + wanted);
            }
            assertThat(request.seq()).isGreaterThan(newest.getOrDefault(callId, 0L));
            newest.put(callId, request.seq());
            wanted.remove(request.seq());
            told(callId, request);
            forgetIfDone(callId);
        }

        private void told(String callId, OneShard.Request request) {
            Set<Long> told = skipped(request);
            Set<Long> before = untold.getOrDefault(callId, new TreeSet<>()).headSet(request.seq());
            assertThat(told).as(request::toString).isEqualTo(new TreeSet<>(before));
            before.clear();
        }

        private Set<Long> skipped(OneShard.Request request) {
            try {
                TreeSet<Long> numbers = new TreeSet<>();
                for (JsonNode number : JSON.readTree(request.attempt().body()).at("/data/skipped")) {
                    numbers.add(number.asLong());
                }
                return numbers;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void forgetIfDone(String callId) {
            if (due.getOrDefault(callId, new TreeSet<>()).isEmpty()) {
                due.remove(callId);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,100000,false", "2,20000,true", "3,10000,true", "4,10000,false"})
    void nothingIsLostOrOutOfOrder(long seed, int events, boolean savesLater) {
        random = new Random(seed);
        world.random = new Random(seed);
        world.limits = new DeliveryLimits(200, 1 << 20, 8, 2, 32, 50, 8);
        world.shard.savesLater = savesLater;
        receivers.put("nlu", new Receiving("nlu"));
        receivers.put("crm", new Receiving("crm"));
        open();

        for (int shown = 0; shown < events; ) {
            int dice = random.nextInt(10_000);
            if (dice < 3_500) {
                appendOne();
                shown++;
            } else if (dice < 9_800) {
                answerOne(false);
            } else if (dice < 9_990) {
                world.advance(Duration.ofMillis(random.nextInt(5_000)));
            } else if (dice < 9_996) {
                receivers.values().forEach(receiver -> receiver.down = random.nextInt(3) == 0);
            } else {
                restart();
            }
        }
        end();

        long suspensions = world.changes.stream()
                .filter(change -> change.state() == TargetStatus.State.SUSPENDED)
                .count();
        System.out.printf(
                "seed %d: %d events of %d calls, %d requests, %d restarts, %d suspensions%s%n",
                seed, events, calls, world.sent, restarts, suspensions, told());
        assertThat(suspensions).isPositive();
        assertThat(world.requests).isEmpty();
        if (!savesLater) {
            assertThat(world.shard.progress).as("rows left of ended calls").isEmpty();
        }
    }

    private String told() {
        return receivers.values().stream()
                .map(receiver -> "; " + receiver.name + " got " + receiver.got.size() + ", " + receiver.repeats
                        + " repeats, " + receiver.dead + " dead")
                .collect(Collectors.joining());
    }

    private void open() {
        world.open(
                target("nlu", Set.of("call.started", "transcript.final", "call.ended")),
                target("crm", Set.of("transcript.final")));
    }

    private static Target target(String name, Set<String> types) {
        Target usual = Fixture.target(name, URI.create("http://127.0.0.1/" + name));
        return new Target(usual.name(), usual.url(), usual.secrets(), types, usual.include(), QUICK, usual.timeout());
    }

    private void appendOne() {
        if (live.size() < 40) {
            String callId = "s_" + ++calls;
            live.put(callId, 1L);
            show(Events.started(callId));
            return;
        }
        List<String> all = List.copyOf(live.keySet());
        String callId = all.get(random.nextInt(all.size()));
        long seq = live.merge(callId, 1L, Long::sum);
        int dice = random.nextInt(30);
        if (dice == 0) {
            live.remove(callId);
            show(Events.ended(callId, seq));
        } else {
            show(dice < 5 ? Events.event(callId, seq, "utterance.completed", "\"utt\":1") : Events.spoken(callId, seq));
        }
    }

    private void show(CallEvent event) {
        long nowMillis = world.time.millis();
        CallEvent now = new CallEvent(
                event.callId(),
                event.seq(),
                event.type(),
                event.legId(),
                event.n(),
                nowMillis,
                event.eventId(),
                event.data());
        boolean spoken = event.type().equals("transcript.final");
        receivers.forEach((name, receiver) -> {
            if (spoken || (name.equals("nlu") && !event.type().equals("utterance.completed"))) {
                receiver.expect(now);
            }
        });
        world.show(now);
        world.shard.runTasks();
    }

    private void answerOne(boolean ending) {
        if (!world.requests.isEmpty()) {
            OneShard.Request request = world.requests.get(random.nextInt(world.requests.size()));
            receiver(request).take(request, ending);
        }
    }

    private Receiving receiver(OneShard.Request request) {
        Receiving receiver = receivers.get(request.target());
        if (receiver == null) {
            throw new AssertionError("no receiver for " + request);
        }
        return receiver;
    }

    /** Some requests still arrive; their answers do not. */
    private void restart() {
        restarts++;
        for (OneShard.Request request : List.copyOf(world.requests)) {
            Receiving receiver = receiver(request);
            if (random.nextBoolean() && !receiver.down && !receiver.refuses(request)) {
                receiver.arrive(request);
            }
        }
        world.restart();
        open();
        world.replayAll();
    }

    private void end() {
        receivers.values().forEach(receiver -> receiver.down = false);
        List.copyOf(live.keySet()).forEach(callId -> show(Events.ended(callId, live.remove(callId) + 1)));
        for (int step = 0; step < 1_000_000; step++) {
            if (world.requests.isEmpty()) {
                world.advance(Duration.ofSeconds(5));
            }
            while (!world.requests.isEmpty()) {
                answerOne(true);
            }
            if (receivers.values().stream().allMatch(Receiving::isDone) && step > 1_000) {
                return;
            }
        }
        receivers.values().forEach(receiver -> assertThat(receiver.due)
                .as("missing at %s", receiver.name)
                .isEmpty());
    }
}
