package io.sidetone.speech.deepgram;

import static io.sidetone.fuzz.Input.require;

import io.netty.buffer.Unpooled;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;

/** Whatever the vendor sends becomes an event, or is passed over. */
public final class DeepgramMessageFuzz {
    private DeepgramMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CallTimeMap time = new CallTimeMap(8_000);
        time.sent(80_000, 1_000);
        DeepgramMessage message = new DeepgramMessageDecoder().decode(Unpooled.wrappedBuffer(data));
        require(message.equals(MessageTree.read(data, data.length)), "the pass reads what the tree reads");
        SpeechEvent event = new Interpreter(time, "nova-3", "en").event(message);
        if (event instanceof SpeechEvent.Final words) {
            require(words.endMs() >= words.startMs(), "no word ends before it begins");
        }
    }
}
