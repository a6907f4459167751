package io.sidetone.speech.deepgram;

import io.sidetone.speech.SpeechEvent;
import org.jspecify.annotations.Nullable;

/** One of Deepgram's two ways to say what it heard. Confined to its session. */
interface Dialect {
    /** @param requestId the vendor's trace id, from the handshake */
    void opened(@Nullable String requestId);

    /** What a message says in our words, with its times on the call's axis; null if it says nothing of speech. */
    @Nullable SpeechEvent event(DeepgramMessage message);

    /** What the vendor left unsettled when it closed the stream as it was asked to; null if nothing. */
    @Nullable SpeechEvent lastWords();
}
