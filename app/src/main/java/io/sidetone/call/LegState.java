package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import java.util.Locale;

/** Where a leg stands; the names in {@code leg.updated}. */
enum LegState {
    /** Gated: the other side has not answered yet. */
    WAITING,
    CONNECTING,
    LIVE,
    RECONNECTING,
    BUFFERED,
    UNTRANSCRIBED,
    PAUSED,
    ENDED;

    static LegState of(SpeechEvent.State state) {
        return valueOf(state.name());
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
