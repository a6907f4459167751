package io.sidetone.speech.deepgram;

import java.io.IOException;
import java.net.URI;

/** The answer of the pre-recorded API is read, or refused. */
public final class DeepgramTranscriptFuzz {
    private static final PieceRequest REQUEST =
            new PieceRequest(URI.create("https://api.example/v1/listen"), "nova-3", "en");

    private DeepgramTranscriptFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            String unused =
                    new TranscriptReader(REQUEST, 20_000).read(data, null).toString();
        } catch (IOException e) {
            return; // refused with a reason
        }
    }
}
