package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories of the protocol: calls, restarts of the server, connections that break, batches that get lost, pages
 * that stop reading or look elsewhere; and readers of event streams, who can ask for nothing but by another address. At the
 * end everybody shows what is true. {@code -Dsidetone.histories=} and
 * {@code -Dsidetone.seed=} for more, or one again.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProtocolModelTest {
    private static final int HISTORIES = Integer.getInteger("sidetone.histories", 3_000);
    private static final long FIRST_SEED = Long.getLong("sidetone.seed", 1);
    private static final int STEPS = 60;
    private static final int PAGES = 3;
    private static final int STREAMS = 2;
    private static final int MAX_CALLS = 5;
    private static final int WITH_SCHEMA = 50; // every so manieth history

    @Test
    void whateverHappensEverybodyShowsWhatIsTrue() {
        long[] happened = new long[5];
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            ModelWorld world = new ModelWorld(seed % WITH_SCHEMA == 0);
            try {
                new History(world, new Random(seed)).tell();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dsidetone.histories=1 -Dsidetone.seed=" + seed, e);
            }
            happened[0] += world.pages.resets;
            happened[1] += world.pages.replays;
            happened[2] += world.streams.resets;
            happened[3] += world.streams.replays;
            happened[4] += world.starts - 1;
        }
        if (HISTORIES >= 1_000) { // else the luck of a few
            assertThat(happened)
                    .as("resets and replays of pages and of streams, and restarts")
                    .satisfies(all ->
                            Arrays.stream(all).forEach(it -> assertThat(it).isGreaterThan(HISTORIES / 10)));
        }
    }

    /** One history. */
    private record History(ModelWorld world, Random random) {
        void tell() {
            for (int i = 0; i < PAGES; i++) {
                world.clients.add(new ModelPage(world, random));
            }
            for (int i = 0; i < STREAMS; i++) {
                world.clients.add(new ModelStream(world, random));
            }
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            end();
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 6 && world.calls.size() < MAX_CALLS) {
                world.calls.add(new ScriptedCall(world.engine, "s_" + ++world.callsMade)
                        .start()
                        .leg("l1"));
            } else if (dice < 60) {
                somethingOnACall();
            } else if (dice < 75) {
                world.advance(random.nextInt(120) + 1);
            } else if (dice < 76) {
                world.advance(random.nextInt(70_000));
            } else if (dice < 77) {
                world.restart();
            } else {
                somethingWithAClient(world.clients.get(random.nextInt(PAGES + STREAMS)));
            }
            world.writer.run();
            if (random.nextBoolean()) {
                world.clients.forEach(ModelClient::read);
            }
        }

        private void somethingOnACall() {
            if (world.calls.isEmpty()) {
                return;
            }
            ScriptedCall call = world.calls.get(random.nextInt(world.calls.size()));
            List<ScriptedCall.LegScript> open =
                    call.legs.values().stream().filter(leg -> !leg.ended).toList();
            if (open.isEmpty()) {
                if (!call.ended) {
                    call.end();
                    world.calls.remove(call);
                }
                return;
            }
            onALeg(call, open.get(random.nextInt(open.size())));
        }

        private void onALeg(ScriptedCall call, ScriptedCall.LegScript leg) {
            switch (random.nextInt(15)) {
                case 0 -> {
                    if (call.legs.size() < 2) {
                        call.leg("l2");
                    }
                }
                case 1 -> call.updated(leg.legId, random.nextBoolean() ? "live" : "reconnecting");
                case 2 -> call.speaks(leg.legId);
                case 3 -> call.pauseOrResume();
                case 4, 5, 6, 7 -> call.guess(leg.legId, random.nextInt(6) == 0 ? "" : "guess " + leg.rev);
                case 8, 9 -> call.says(leg.legId, "text " + leg.rev);
                case 10 -> {
                    if (leg.open) {
                        call.utteranceOver(leg.legId);
                    }
                }
                case 11 -> {
                    if (random.nextInt(4) == 0) {
                        call.legEnded(leg.legId);
                    }
                }
                case 12 ->
                    world.engine.tag(
                            call.callId, random.nextInt(3) == 0 ? List.of() : List.of("tag " + leg.rev, "vip"));
                default -> {
                    if (leg.n > 0) {
                        String finalId = call.callId + "." + leg.legId + "." + (1 + random.nextInt((int) leg.n));
                        call.delivered(finalId, random.nextInt(4) == 0 ? "dead" : "delivered");
                    }
                }
            }
        }

        private void somethingWithAClient(ModelClient client) {
            if (!client.isConnected()) {
                client.connect();
                return;
            }
            switch (random.nextInt(7)) {
                case 0 -> client.cut();
                case 1 -> client.lose(1 + random.nextInt(2));
                case 2 -> client.stall();
                case 3 -> client.goOn();
                case 4 -> {
                    if (!world.calls.isEmpty()) {
                        client.open(world.calls.get(random.nextInt(world.calls.size())).callId);
                    }
                }
                default -> client.look(someCalls());
            }
        }

        private Set<String> someCalls() {
            Set<String> some = new HashSet<>();
            world.calls.forEach(call -> {
                if (random.nextBoolean()) {
                    some.add(call.callId);
                }
            });
            return some;
        }

        /** All is well again; a while later everybody has noticed what they missed, and asked for it. */
        private void end() {
            for (int again = 0; again < 4; again++) {
                world.clients.forEach(ModelClient::goOn);
                world.clients.stream().filter(client -> !client.isConnected()).forEach(ModelClient::connect);
                world.clients.forEach(client -> client.lose(0));
                world.advance(12_000); // a heartbeat, at the least
            }
            world.settle();
            check(true);
            world.calls.forEach(call -> call.legs.values().stream()
                    .filter(leg -> !leg.ended)
                    .forEach(leg -> call.guess(leg.legId, "the last guess")));
            world.settle();
            check(false);
        }

        private void check(boolean counts) {
            Map<String, JsonNode> truth = world.truth();
            world.clients.forEach(client -> {
                assertThat(client.isConnected()).isTrue();
                client.check(truth, counts);
            });
            for (ScriptedCall call : world.calls) {
                assertThat(truth).as("what is true").containsKey(call.callId);
                assertThat(world.transcript(call.callId)).hasSameSizeAs(call.finals);
            }
        }
    }
}
