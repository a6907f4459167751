package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random calls, and viewers that come, go and come back at random moments: what they show is what is true. */
class EveryViewerSeesTheSameTest {
    private static final int RUNS = 100; // over real sockets; ProtocolModelTest has the many
    private static final int STEPS = 60;
    private static final String BOARD =
            "{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\",\"deliveries\":\"all\"}";
    private static final FeedLimits SMALL = new FeedLimits(
            200, 64L * 1024 * 1024, Duration.ofMinutes(10), 65_536, 2_048, 200, 100, 4L << 20, Duration.ofMillis(100));

    /** One run: a server, calls and viewers. */
    private static final class History {
        final Random random;
        final TestServer server;
        final List<ScriptedCall> calls = new ArrayList<>();
        final List<Watcher> watchers = new ArrayList<>();
        boolean skipping;

        History(long seed, TestServer server) {
            this.random = new Random(seed);
            this.server = server;
        }

        void step() {
            int dice = random.nextInt(100);
            if (dice < 8 && calls.size() < 5) {
                calls.add(server.call("s_" + calls.size()).start().leg("l1"));
            } else if (dice < 70) {
                somethingOnACall();
            } else if (dice < 76) {
                skipping = random.nextInt(3) == 0;
                server.engine.tailSkips(skipping);
            } else if (dice < 86) {
                server.advance(Duration.ofMillis(random.nextInt(80)));
            } else if (dice < 94 && watchers.size() < 4) {
                watchers.add(new Watcher(server));
            } else if (!watchers.isEmpty()) {
                somethingWithAViewer(watchers.get(random.nextInt(watchers.size())));
            }
        }

        private void somethingOnACall() {
            if (calls.isEmpty()) {
                return;
            }
            ScriptedCall call = calls.get(random.nextInt(calls.size()));
            List<ScriptedCall.LegScript> open =
                    call.legs.values().stream().filter(leg -> !leg.ended).toList();
            if (open.isEmpty()) {
                if (!call.ended && !skipping) { // what comes and goes while nobody listens is not known
                    call.end();
                }
                return;
            }
            ScriptedCall.LegScript leg = open.get(random.nextInt(open.size()));
            switch (random.nextInt(13)) {
                case 0 -> {
                    if (call.legs.size() < 2) {
                        call.leg("l2");
                    }
                }
                case 1 -> call.updated(leg.legId, random.nextBoolean() ? "live" : "reconnecting");
                case 2 -> call.speaks(leg.legId);
                case 12 -> call.pauseOrResume();
                case 3, 4, 5, 6 -> call.guess(leg.legId, random.nextInt(5) == 0 ? "" : "guess " + leg.rev);
                case 7, 8 -> {
                    String finalId = call.says(leg.legId, "text " + leg.rev);
                    deliver(call, finalId);
                }
                case 9 -> {
                    if (leg.open) {
                        call.utteranceOver(leg.legId);
                    }
                }
                case 10 -> {
                    if (random.nextInt(4) == 0) {
                        call.legEnded(leg.legId);
                    }
                }
                default -> {
                    if (leg.n > 0) {
                        deliver(call, call.callId + "." + leg.legId + "." + (1 + random.nextInt((int) leg.n)));
                    }
                }
            }
        }

        private void deliver(ScriptedCall call, String finalId) {
            String status = random.nextBoolean() ? "pending" : "delivered";
            call.delivered(finalId, status);
        }

        private void somethingWithAViewer(Watcher watcher) {
            switch (random.nextInt(3)) {
                case 0 -> watcher.board();
                case 1 -> {
                    if (!calls.isEmpty()) {
                        watcher.open(calls.get(random.nextInt(calls.size())).callId);
                    }
                }
                default -> watcher.comeBack();
            }
        }

        void check() {
            server.engine.tailSkips(false);
            calls.stream().filter(call -> !call.ended).forEach(call -> {
                call.legs.values().stream().filter(leg -> !leg.ended).forEach(leg -> call.says(leg.legId, "last"));
            });
            watchers.forEach(Watcher::take); // what they asked for has arrived, so it is part of the next flush
            server.flush();
            server.flush();
            Watcher fresh = new Watcher(server);
            fresh.board();
            calls.forEach(call -> fresh.open(call.callId));
            fresh.take();
            String truth = fresh.model.shown();
            for (ScriptedCall call : calls) {
                assertThat(truth)
                        .contains(call.callId + " " + (call.ended ? "ended" : "live") + (call.paused ? " paused" : "")
                                + "{");
                assertThat(transcript(fresh, call.callId)).isEqualTo(call.finals);
            }
            for (Watcher watcher : watchers) {
                watcher.take();
                if (watcher.hasBoard) {
                    assertThat(watcher.model.shown()).isEqualTo(truth);
                }
                if (watcher.openCall != null) {
                    assertThat(watcher.model.transcript(watcher.openCall))
                            .isEqualTo(fresh.model.transcript(watcher.openCall));
                }
                watcher.client.close();
            }
            fresh.client.close();
        }

        private static List<String> transcript(Watcher watcher, String callId) {
            Map<String, String> finals = watcher.model.transcript(callId);
            if (finals == null) {
                throw new AssertionError(callId + " was not shown in full");
            }
            return finals.entrySet().stream()
                    .map(it -> it.getKey() + " "
                            + it.getValue().substring(0, it.getValue().lastIndexOf(' ')))
                    .collect(Collectors.toList());
        }
    }

    /** A client, what it shows, and what it has asked for. */
    private static final class Watcher {
        final TestServer server;
        final ClientModel model = new ClientModel();
        Client client;
        boolean hasBoard;

        @Nullable String openCall;

        Watcher(TestServer server) {
            this.server = server;
            this.client = server.client();
        }

        void board() {
            hasBoard = true;
            client.subscribe(BOARD);
        }

        void open(String callId) {
            server.writer.settle(); // the call's start may not be there yet
            openCall = callId;
            client.subscribe("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"" + callId + "\"}");
        }

        void take() {
            client.drain(frame -> {
                assertThat(frame.path("error").isMissingNode())
                        .as(frame.toString())
                        .isTrue();
                model.apply(frame);
            });
        }

        /** The connection breaks; the client asks for what it missed. */
        void comeBack() {
            take();
            client.close();
            client = server.client();
            if (!hasBoard && openCall == null) {
                return;
            }
            List<String> topics = new ArrayList<>();
            if (hasBoard) {
                topics.add(BOARD);
            }
            if (openCall != null) {
                topics.add("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"" + openCall + "\"}");
            }
            model.disconnected();
            client.request(
                    "subscribe",
                    ",\"since\":{\"epoch\":\"" + model.epoch() + "\",\"seq\":" + Math.max(0, model.position())
                            + "},\"topics\":[" + String.join(",", topics) + "]");
        }
    }

    @Test
    void whateverHappensAndWheneverTheyCame() {
        for (int seed = 1; seed <= RUNS; seed++) {
            try (TestServer server = new TestServer(TestServer.settings(50, true), SMALL)) {
                History history = new History(seed, server);
                try {
                    for (int i = 0; i < STEPS; i++) {
                        history.step();
                    }
                    history.check();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }
}
