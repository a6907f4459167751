package io.sidetone.speech.lasting;

import io.sidetone.speech.Prerecorded;
import io.sidetone.speech.SpeechToText;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code speech.provider}: a vendor, or one more host of it.
 *
 * @param name as in the settings, such as {@code deepgram} or {@code deepgram:eu}
 * @param streams its streams
 * @param prerecorded how it transcribes whole pieces; null if it does not
 * @param realTimeOnly it takes no audio faster than it is spoken, so silence is skipped to catch up
 */
public record Provider(
        String name, SpeechToText streams, @Nullable Prerecorded prerecorded, boolean realTimeOnly) {}
