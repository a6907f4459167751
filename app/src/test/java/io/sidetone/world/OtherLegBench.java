package io.sidetone.world;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Scope;
import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latency of one leg's finals while nothing is wrong, and while the other leg is in each kind of trouble. */
final class OtherLegBench {
    private static final int CALLS = Integer.getInteger("calls", 10);
    private static final Moment MOMENT = Moment.afterAudio(Duration.ofSeconds(3));

    private OtherLegBench() {}

    public static void main(String[] args) throws IOException {
        Map<String, Fault> troubles = new LinkedHashMap<>();
        troubles.put("freeze", new Fault.Freeze(MOMENT));
        troubles.put("stop-reading", new Fault.StopReading(MOMENT));
        troubles.put("refusals", new Fault.Refuse(503));
        troubles.put("replay", new Fault.Reset(MOMENT));
        try (World world = World.start(Files.createTempDirectory("other-leg"), Map.of())) {
            Faults faults = Faults.none();
            for (var trouble : troubles.entrySet()) {
                Scope one = Scope.extra("leg", "inbound").and(Scope.query("keyterm", trouble.getKey()));
                faults = faults.with(trouble.getValue(), one);
            }
            world.deepgram().faults(faults);
            FinalLatency latency = new FinalLatency(world);
            latency.of(4, "warm-up", Spoken.once("hello", 7_920), Track.OUTBOUND);
            Spoken spoken = Spoken.once("compressor", 39_180);
            print("nothing wrong", latency.of(CALLS, "well", spoken, Track.OUTBOUND));
            for (String name : troubles.keySet()) {
                print(name, latency.of(CALLS, name, spoken, Track.OUTBOUND));
            }
        }
        System.exit(0); // the HTTP client of the simulators keeps threads
    }

    private static void print(String name, double[] latencies) {
        System.out.printf("%-14s %s%n", name, FinalLatency.summary(latencies));
    }
}
