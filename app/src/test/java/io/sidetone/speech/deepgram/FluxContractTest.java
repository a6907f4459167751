package io.sidetone.speech.deepgram;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.SpeechToTextContract;
import io.sidetone.speech.Ticks;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A session with Flux keeps the seam's promises. */
class FluxContractTest extends SpeechToTextContract {
    @Override
    protected Vendor vendor() {
        ScriptedDeepgram deepgram = new ScriptedDeepgram();
        deepgram.saysMetadata = false;
        DeepgramSettings settings = new DeepgramSettings(
                URI.create("ws://127.0.0.1:" + deepgram.port()),
                null,
                new DeepgramSettings.Listening(
                        "flux-general-en", "en", DeepgramSettings.Encoding.MULAW, List.of(), Map.of()),
                World.timing(DeepgramSettings.Timing.DEFAULTS.buffer(), 0));
        SpeechToText speech =
                new DeepgramSpeechToText(settings, World.transport(), new Ticks(), new SimpleMeterRegistry());
        return new Vendor() {
            @Override
            public SpeechToText speechToText() {
                return speech;
            }

            @Override
            public int connections() {
                return deepgram.connections;
            }

            @Override
            public byte[] heard() {
                return deepgram.audio();
            }

            @Override
            public void settles(String text, long fromMs, long toMs) {
                deepgram.says(Said.turn("EndOfTurn", text, fromMs / 1_000.0, toMs / 1_000.0));
            }

            @Override
            public void confirmsTheEnd() {
                deepgram.sends(new CloseWebSocketFrame());
            }

            @Override
            public void close() {
                deepgram.close();
            }
        };
    }
}
