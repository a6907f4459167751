package io.sidetone.twilio;

import io.sidetone.fuzz.Input;
import java.util.Map;

/** What the voice URL's query asks for. */
public final class VoiceQueryFuzz {
    private VoiceQueryFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Map<String, String> asked = StreamParameters.asked("/twilio/voice?" + new Input(data).text());
        Input.require(asked != null, "there is always an answer");
    }
}
