package io.sidetone.world;

import io.sidetone.sim.deepgram.Attempt;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Outage;
import io.sidetone.sim.twilio.CallAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Many calls whose vendor breaks every stream and refuses everything for a while, and then has room for some streams.
 *
 * @param handshakesInOutage while everything was refused
 * @param mostPerSecondAfter the most handshakes within any second after the outage
 * @param mostPerFiveSecondsAfter within any five seconds, which a machine that stalls for a moment does not change
 * @param handshakesAfter in {@code afterMs}
 * @param streaming legs with a stream at the end of that time
 * @param requestsAfter pieces sent in that time
 */
record Storm(
        List<TroubledCall> calls,
        int handshakesInOutage,
        int mostPerSecondInOutage,
        int mostPerSecondAfter,
        int mostPerFiveSecondsAfter,
        int handshakesAfter,
        int streaming,
        int requestsAfter) {

    /**
     * What happens.
     *
     * @param liveMs before the outage; more than 10 s, or a break would count as the vendor's failure at once
     * @param afterMs from its end until the streams are counted
     * @param streams room for so many afterwards
     */
    record Plan(int calls, Spoken spoken, long liveMs, long outageMs, long afterMs, int streams) {}

    /** Goes through it, until every call is over. */
    static Storm rage(World world, Plan plan) throws IOException {
        List<TroubledCall> calls = new ArrayList<>();
        CallAudio audio = plan.spoken().audio();
        for (int i = 0; i < plan.calls(); i++) {
            calls.add(TroubledCall.place(world, "call" + i, plan.spoken(), audio));
        }
        pass(plan.liveMs());
        int before = world.deepgram().attempts().size();
        world.deepgram().outage(Outage.refusing(503).breaking(new Fault.Reset(Moment.afterAudio(Duration.ZERO))));
        pass(plan.outageMs());
        world.deepgram().faults(Faults.of(new Fault.ConcurrencyLimit(plan.streams())));
        int during = world.deepgram().attempts().size();
        int requests = world.deepgram().requests().size();
        world.deepgram().outage(Outage.none());
        pass(plan.afterMs());
        int streaming = world.deepgram().openStreams();
        List<Attempt> attempts = world.deepgram().attempts();
        List<Attempt> inOutage = attempts.subList(before, during);
        List<Attempt> after = attempts.subList(during, attempts.size());
        int requestsAfter = world.deepgram().requests().size() - requests;
        calls.forEach(TroubledCall::untilOver);
        return new Storm(
                calls,
                inOutage.size(),
                Attempt.mostWithin(inOutage, Duration.ofSeconds(1)),
                Attempt.mostWithin(after, Duration.ofSeconds(1)),
                Attempt.mostWithin(after, Duration.ofSeconds(5)),
                after.size(),
                streaming,
                requestsAfter);
    }

    static World world(Path data, Map<String, String> settings) throws IOException {
        return World.start(data, settings, emulator -> emulator.withoutKeeping());
    }

    static void pass(long ms) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, ms, TimeUnit.MILLISECONDS)
                .join();
    }
}
