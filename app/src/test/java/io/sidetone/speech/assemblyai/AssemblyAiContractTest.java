package io.sidetone.speech.assemblyai;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.SpeechToTextContract;
import io.sidetone.speech.Ticks;
import java.net.URI;

/** An AssemblyAI session keeps the seam's promises. */
class AssemblyAiContractTest extends SpeechToTextContract {
    @Override
    protected Vendor vendor() {
        ScriptedAssemblyAi assemblyAi = new ScriptedAssemblyAi();
        assemblyAi.saysTermination = false;
        AssemblyAiSettings settings = new AssemblyAiSettings(
                URI.create("ws://127.0.0.1:" + assemblyAi.port()),
                null,
                AssemblyAiSettings.Listening.DEFAULTS,
                AssemblyAiSettings.Timing.DEFAULTS);
        SpeechToText speech =
                new AssemblyAiSpeechToText(settings, World.transport(), new Ticks(), new SimpleMeterRegistry());
        return new Vendor() {
            private int turns;

            @Override
            public SpeechToText speechToText() {
                return speech;
            }

            @Override
            public int connections() {
                return assemblyAi.connections;
            }

            @Override
            public byte[] heard() {
                return assemblyAi.audio();
            }

            @Override
            public void settles(String text, long fromMs, long toMs) {
                assemblyAi.says(Said.settled(turns++, text, fromMs, toMs));
            }

            @Override
            public void confirmsTheEnd() {
                assemblyAi.says(Said.TERMINATION);
            }

            @Override
            public void close() {
                assemblyAi.close();
            }
        };
    }
}
