package io.sidetone.speech.lasting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.SpeechToTextContract;
import io.sidetone.speech.Ticks;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** A lasting session keeps every promise that a vendor's does. */
class LastingContractTest extends SpeechToTextContract {

    @Override
    protected Vendor vendor() {
        FakeVendor fake = new FakeVendor("fake");
        fake.onConnect = connection -> time.loop().execute(connection::opens);
        return new OverAFake(
                new LastingSpeech(
                        List.of(fake.withRepair()),
                        LastingRules.DEFAULTS,
                        new AudioBudget(1 << 20),
                        null,
                        new Ticks(),
                        new Random(1),
                        new SimpleMeterRegistry()),
                fake);
    }

    private record OverAFake(SpeechToText speechToText, FakeVendor fake) implements Vendor {
        @Override
        public int connections() {
            return fake.connections.size();
        }

        @Override
        public byte[] heard() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            fake.connections.forEach(it -> all.writeBytes(it.heard.toByteArray()));
            return all.toByteArray();
        }

        @Override
        public void settles(String text, long fromMs, long toMs) {
            FakeVendor.Connection line = fake.latest();
            line.settles(text, line.time.callTimeMs(fromMs / 1_000.0), line.time.endCallTimeMs(toMs / 1_000.0));
        }

        @Override
        public void confirmsTheEnd() {
            fake.latest().endsClean();
        }

        @Override
        public void close() {}
    }
}
