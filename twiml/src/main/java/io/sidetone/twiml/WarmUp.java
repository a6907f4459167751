package io.sidetone.twiml;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Pays for first uses at start, so that no caller waits for them. */
public final class WarmUp {
    /** Enough for the class loading and the first compilations; more gains little. */
    private static final int ROUNDS = 20;

    private WarmUp() {}

    /**
     * Builds some answers and checks some signatures, and forgets them. The first document costs some hundred
     * milliseconds (class loading, XML factories), the first signature tens of them. Blocks: call it once at start, before
     * the first request is taken.
     */
    public static void run() {
        URI callback = URI.create("https://localhost/");
        MediaStream stream = new MediaStream(
                "warm-up", URI.create("wss://localhost/"), MediaStream.Track.BOTH, Map.of("a", "b"), callback);
        Dialing dialing =
                new Dialing(new DialTarget.Client("warm-up"), Duration.ofSeconds(30), callback, callback, null);
        InboundAnswer answer = new InboundAnswer(Announcement.of("warm-up"), stream, dialing);
        RequestSignature signature = new RequestSignature(List.of("warm-up"));
        for (int round = 0; round < ROUNDS; round++) {
            String unusedTwiml = answer.twiml();
            RequestSignature.Verdict unusedVerdict = signature.verifyUpgrade("wss://localhost/", "warm-up");
        }
    }
}
