package io.sidetone.speech.deepgram;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import io.sidetone.speech.wire.VendorMeters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deepgram's streaming recognisers: v1, and Flux (v2) for models of that name. Each session is one
 * connection: if it breaks, the session ends with a fault and does not try again. Safe to use from all loops
 * at once.
 */
public final class DeepgramSpeechToText implements SpeechToText {
    private static final Logger log = LoggerFactory.getLogger(DeepgramSpeechToText.class);

    private final DeepgramSettings settings;
    private final Transport transport;
    private final Ticks ticks;
    private final VendorMeters meters;
    private final Map<EventLoop, DeepgramMessageDecoder> decoders = new ConcurrentHashMap<>(); // one for each loop
    private final AtomicBoolean warnedOfKeyterms = new AtomicBoolean();

    public DeepgramSpeechToText(DeepgramSettings settings, Transport transport, Ticks ticks, MeterRegistry registry) {
        this.settings = settings;
        this.transport = transport;
        this.ticks = ticks;
        this.meters = new VendorMeters(registry, Interpreter.PROVIDER);
    }

    @Override
    public SpeechSession open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        ListenRequest request = ListenRequest.of(settings, leg, format);
        if (request.dropsKeyterms() && warnedOfKeyterms.compareAndSet(false, true)) {
            log.warn("{}: keyterms are left out, since model {} takes none; use nova-3 or Flux", leg, request.model());
        }
        DeepgramMessageDecoder decoder = decoders.computeIfAbsent(leg.loop(), loop -> new DeepgramMessageDecoder());
        return new DeepgramSession(request, format, transport, ticks, meters, decoder, listener);
    }

    @Override
    public String toString() {
        return "deepgram " + settings.url().getHost();
    }
}
