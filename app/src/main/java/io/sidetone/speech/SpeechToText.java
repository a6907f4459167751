package io.sidetone.speech;

import java.util.function.Consumer;

/**
 * A way to turn speech into text: one vendor, or something that wraps vendors and is one itself.
 *
 * <p>Every implementation keeps the promises of {@code SpeechToTextContract} in the test tree.
 */
public interface SpeechToText {

    /**
     * Prepares the transcription of one speaker leg. Returns at once and opens nothing yet: the
     * vendor's connection opens with the first audio, because vendors close streams that stay
     * without any.
     *
     * @param leg who speaks, and on which loop the session lives
     * @param format what {@link SpeechSession#audio} will be given
     * @param listener receives events in order, on the leg's loop, ending with exactly one
     *     {@link SpeechEvent.Closed}
     */
    SpeechSession open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener);
}
