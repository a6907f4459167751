package io.sidetone.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The vendor is away for a minute under two hundred calls, and then has room for fifty streams; prints figures. Takes
 * about four minutes. {@code -Dcalls= -Doutage= -Dstreams=} change the numbers.
 */
final class StormBench {
    private static final int CALLS = Integer.getInteger("calls", 200);
    private static final int OUTAGE_SECONDS = Integer.getInteger("outage", 60);
    private static final int STREAMS = Integer.getInteger("streams", 50);
    private static final long LIVE_MS = 15_000;
    private static final long AFTER_MS = 20_000;

    private StormBench() {}

    public static void main(String[] args) throws IOException {
        long wholeMs = LIVE_MS + OUTAGE_SECONDS * 1_000L + AFTER_MS + 15_000;
        Spoken spoken = Spoken.lasting("compressor", 39_000, wholeMs);
        Path data = Files.createTempDirectory("storm");
        try (World world = Storm.world(data, Map.of("deepgram.encoding", "mulaw"))) {
            Peak peak = Peak.watch();
            Storm storm = Storm.rage(
                    world, new Storm.Plan(CALLS, spoken, LIVE_MS, OUTAGE_SECONDS * 1_000L, AFTER_MS, STREAMS));
            print(storm, peak.bytes());
        }
        System.exit(0); // the HTTP client of the simulators keeps threads
    }

    private static void print(Storm storm, long peakBytes) throws IOException {
        long lostMs = 0;
        int delivered = 0;
        int expected = 0;
        int wrong = 0;
        for (TroubledCall call : storm.calls()) {
            lostMs += call.lostMs();
            delivered += call.wordsDelivered();
            expected += call.wordsExpected();
            try {
                call.hasEveryWordOnce();
            } catch (AssertionError e) {
                wrong++;
                System.out.println(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
        System.out.printf(
                "calls                          %d, all ended by hanging up%n",
                storm.calls().size());
        System.out.printf("handshakes in the outage       %d in %d s%n", storm.handshakesInOutage(), OUTAGE_SECONDS);
        System.out.printf("  in its worst second          %d%n", storm.mostPerSecondInOutage());
        System.out.printf("handshakes after it            %d in %d s%n", storm.handshakesAfter(), AFTER_MS / 1_000);
        System.out.printf("  in the worst second          %d%n", storm.mostPerSecondAfter());
        System.out.printf(
                "legs streaming / buffered      %d / %d%n",
                storm.streaming(), 2 * storm.calls().size() - storm.streaming());
        System.out.printf("pieces in those %d s           %d%n", AFTER_MS / 1_000, storm.requestsAfter());
        System.out.printf("words delivered / expected     %d / %d%n", delivered, expected);
        System.out.printf("calls with a word amiss        %d%n", wrong);
        System.out.printf("audio lost                     %d ms%n", lostMs);
        System.out.printf("heap, most of all              %d MiB (simulators included)%n", peakBytes >> 20);
    }
}
