package io.sidetone.speech.deepgram;

import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import java.net.URI;
import java.util.Set;

/**
 * What is asked for a whole piece of a leg's audio: the same as for its stream, without what only streams know.
 *
 * @param model as asked for
 * @param language as asked for
 */
record PieceRequest(URI uri, String model, String language) {
    /** Pause that divides one passage from the next, in seconds; the vendor's own default. */
    static final double PAUSE_SECONDS = 0.8;

    /** What whole pieces have no use for, or set themselves. */
    private static final Set<String> OF_STREAMS = Set.of(
            "interim_results",
            "endpointing",
            "utterance_end_ms",
            "vad_events",
            "no_delay",
            "language_hint",
            "utterances",
            "utt_split",
            "eot_threshold",
            "eager_eot_threshold",
            "eot_timeout_ms");

    /** Flux has no such request: a leg that streams with it gets {@link #INSTEAD_OF_FLUX} here. */
    private static final String INSTEAD_OF_FLUX = "nova-3";

    static PieceRequest of(DeepgramSettings settings, SpeechLeg leg) {
        ListenRequest stream = ListenRequest.of(settings, leg, AudioFormat.MULAW_8K);
        String model = stream.isFlux() ? INSTEAD_OF_FLUX : stream.model();
        String language = stream.isFlux() && stream.model().endsWith("-multi") ? "multi" : stream.language();
        Query query = new Query()
                .add("model", model)
                .add("language", language)
                .addAll(settings.listening().options(), name -> !OF_STREAMS.contains(name))
                .add("utterances", "true")
                .add("utt_split", Double.toString(PAUSE_SECONDS))
                .addAll("keyterm", stream.keyterms())
                .add("extra", "call:" + leg.callId())
                .add("extra", "leg:" + leg.track());
        return new PieceRequest(address(settings.url(), query), model, language);
    }

    private static URI address(URI url, Query query) {
        String scheme = "wss".equalsIgnoreCase(url.getScheme()) ? "https" : "http";
        String path = url.getRawPath().replaceFirst("/+$", "") + "/v1/listen";
        return URI.create(scheme + "://" + url.getRawAuthority() + path + "?" + query);
    }
}
