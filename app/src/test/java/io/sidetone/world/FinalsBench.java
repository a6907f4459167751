package io.sidetone.world;

import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** How much sooner finals come when we ask for them: from the last sample to the webhook, both ways. */
final class FinalsBench {
    private static final int CALLS = Integer.getInteger("calls", 10);

    private FinalsBench() {}

    public static void main(String[] args) throws IOException {
        for (String asked : new String[] {"false", "true"}) {
            try (World world =
                    World.start(Files.createTempDirectory("finals"), Map.of("speech.finalize-on-silence", asked))) {
                FinalLatency latency = new FinalLatency(world);
                latency.of(4, "warm-up", Spoken.once("hello", 7_920), Track.INBOUND);
                Spoken spoken = Spoken.once("compressor", 39_180);
                double[] inbound = latency.of(CALLS, "calls", spoken, Track.INBOUND);
                double[] outbound = latency.of(CALLS, "calls", spoken, Track.OUTBOUND);
                System.out.printf(
                        "speech.finalize-on-silence: %-5s  %s%n",
                        asked, FinalLatency.summary(FinalLatency.join(inbound, outbound)));
            }
        }
        System.exit(0); // the HTTP client of the simulators keeps threads
    }
}
