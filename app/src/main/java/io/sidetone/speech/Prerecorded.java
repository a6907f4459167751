package io.sidetone.speech;

import java.util.concurrent.CompletionStage;

/**
 * A vendor's way to transcribe audio that is there as a whole: for gaps that cannot be caught up live,
 * and for legs that cannot be streamed. Safe to use from any thread.
 */
public interface Prerecorded {

    /** The vendor's name, as in {@link SpeechEvent.Source}. */
    String provider();

    /**
     * Transcribes one piece of a leg. Returns at once.
     *
     * @param leg whose audio it is; its options count here as they do for a stream
     * @param muLaw the piece, G.711 mu-law at 8 kHz; not to be changed until the answer is there
     * @return the words, or {@link PrerecordedException}; on any thread
     */
    CompletionStage<Transcript> transcribe(SpeechLeg leg, byte[] muLaw);
}
