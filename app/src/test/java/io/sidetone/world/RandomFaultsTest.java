package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.RecordedStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred calls and whatever chance has in store for each: every word of every script, once. With {@code
 * -Dsidetone.seed=} the same trouble comes again, and {@code -Dsidetone.calls=} makes it more or less.
 */
class RandomFaultsTest {
    private static final int CALLS = Integer.getInteger("sidetone.calls", 200);
    /** As many as two cores bear with everything in one process. */
    private static final int AT_ONCE = 48;

    private static final Map<String, String> SETTINGS = Map.of(
            "speech.stuck-seconds", "3",
            "deepgram.connect-seconds", "3",
            "deepgram.close-seconds", "3",
            "deepgram.keep-alive-seconds", "1",
            "deepgram.prerecorded-seconds", "3");

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void whateverHappensNoWordIsLostOrSaidTwice(@TempDir Path data) throws IOException, InterruptedException {
        long seed = Long.getLong("sidetone.seed", new Random().nextInt(1_000_000));
        System.out.println("RandomFaultsTest: -Dsidetone.seed=" + seed);
        try (World world = World.start(data, SETTINGS)) {
            Map<RandomTrouble, TroubledCall> calls = place(world, seed);
            calls.values().forEach(TroubledCall::untilOver);
            SoftAssertions all = new SoftAssertions();
            calls.forEach((trouble, call) -> all.assertThatCode(
                            trouble.isJittered() ? call::hasEveryWordOnce : call::isWhole)
                    .as(() -> "-Dsidetone.seed=%d %s%n%s".formatted(seed, trouble, whatTheVendorSaw(world, call)))
                    .doesNotThrowAnyException());
            all.assertAll();
            wasReallyTrouble(world);
        }
    }

    private static Map<RandomTrouble, TroubledCall> place(World world, long seed)
            throws IOException, InterruptedException {
        Map<RandomTrouble, TroubledCall> calls = new LinkedHashMap<>();
        Faults streams = Faults.none();
        Faults requests = Faults.none();
        for (int i = 0; i < CALLS; i++) {
            RandomTrouble trouble = RandomTrouble.of(seed, i);
            streams = trouble.streams(streams);
            requests = trouble.requests(requests);
        }
        world.deepgram().faults(streams);
        world.deepgram().requestFaults(requests);
        Semaphore room = new Semaphore(AT_ONCE);
        for (int i = 0; i < CALLS; i++) {
            RandomTrouble trouble = RandomTrouble.of(seed, i);
            room.acquire();
            TroubledCall call = TroubledCall.place(world, trouble.name(), trouble.spoken());
            call.over().whenComplete((over, failure) -> room.release());
            calls.put(trouble, call);
        }
        return calls;
    }

    private static String whatTheVendorSaw(World world, TroubledCall call) {
        List<String> streams = world.deepgram().streams().stream()
                .filter(stream -> call.callId().equals(stream.extras().get("call")))
                .map(stream -> "%s at %s: %d ms"
                        .formatted(stream.extras().get("leg"), stream.opened(), stream.audioBytes() / 16))
                .toList();
        List<String> requests = world.deepgram().requests().stream()
                .filter(request -> call.callId().equals(request.extras().get("call")))
                .map(request -> "%s at %s: %d ms, %d"
                        .formatted(
                                request.extras().get("leg"),
                                request.received(),
                                request.duration().toMillis(),
                                request.status().orElse(0)))
                .toList();
        return "it saw streams %s, requests %s".formatted(streams, requests);
    }

    /** Or the test could not fail. */
    private static void wasReallyTrouble(World world) {
        long again = world.deepgram().streams().stream()
                .filter(RecordedStream::reconnect)
                .count();
        int requests = world.deepgram().requests().size();
        long refused = world.deepgram().requests().stream()
                .filter(request -> request.status().orElse(0) != 200)
                .count();
        System.out.printf(
                "RandomFaultsTest: %d calls, %d streams, %d of them took over from one that broke, %d handshakes refused, "
                        + "%d requests, %d of them failed%n",
                CALLS,
                world.deepgram().streams().size(),
                again,
                world.deepgram().refusedHandshakes().size(),
                requests,
                refused);
        assertThat(again).as("streams that took over").isGreaterThan(CALLS / 8);
        assertThat(requests).as("pieces").isGreaterThan(CALLS / 8);
    }
}
