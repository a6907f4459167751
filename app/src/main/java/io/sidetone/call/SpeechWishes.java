package io.sidetone.call;

import io.sidetone.speech.SpeechOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream asks of speech-to-text, in its own parameters. Null or empty: as the settings say.
 *
 * @param language a BCP-47 tag such as {@code fr}
 * @param model the vendor's model name
 * @param keyterms terms to expect
 */
public record SpeechWishes(
        @Nullable String language, @Nullable String model, List<String> keyterms) {
    public static final SpeechWishes NONE = new SpeechWishes(null, null, List.of());

    public SpeechWishes {
        keyterms = List.copyOf(keyterms);
    }

    /** The wishes, with what they leave open filled from the settings of the role. */
    SpeechOptions over(SpeechOptions settings) {
        return new SpeechOptions(language, model, keyterms).orElse(settings);
    }
}
