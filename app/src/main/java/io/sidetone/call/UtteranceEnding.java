package io.sidetone.call;

import java.util.Locale;

/** Why an utterance is over; the names in {@code utterance.completed}. */
enum UtteranceEnding {
    SPEECH_FINAL,
    UTTERANCE_END,
    FINALIZED,
    SILENCE,
    MAX_LENGTH,
    LEG_ENDED,
    INTERRUPTED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
