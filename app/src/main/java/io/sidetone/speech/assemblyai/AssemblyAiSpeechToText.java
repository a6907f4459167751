package io.sidetone.speech.assemblyai;

import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import io.sidetone.speech.wire.VendorMeters;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AssemblyAI's streaming recogniser, v3. Each session is one connection: if it breaks, the session ends with a
 * fault and does not try again. Safe to use from all loops at once.
 */
public final class AssemblyAiSpeechToText implements SpeechToText {
    static final String PROVIDER = "assemblyai";

    private static final Logger log = LoggerFactory.getLogger(AssemblyAiSpeechToText.class);

    private final AssemblyAiSettings settings;
    private final Transport transport;
    private final Ticks ticks;
    private final VendorMeters meters;
    private final AtomicBoolean warnedOfModel = new AtomicBoolean();

    public AssemblyAiSpeechToText(
            AssemblyAiSettings settings, Transport transport, Ticks ticks, MeterRegistry registry) {
        this.settings = settings;
        this.transport = transport;
        this.ticks = ticks;
        this.meters = new VendorMeters(registry, PROVIDER);
    }

    @Override
    public SpeechSession open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        SessionRequest request = SessionRequest.of(settings, leg, format);
        if (request.foreignModel() && warnedOfModel.compareAndSet(false, true)) {
            log.warn(
                    "{}: model {} is not AssemblyAI's; {} is used",
                    leg,
                    leg.options().model(),
                    request.model());
        }
        return new AssemblyAiSession(request, transport, ticks, meters, listener);
    }

    @Override
    public String toString() {
        return PROVIDER + " " + settings.url().getHost();
    }
}
