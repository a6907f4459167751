package io.sidetone.speech;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one leg asks of its vendor beside the settings. Null or empty means: as the settings say.
 *
 * @param language a BCP-47 tag such as {@code fr}
 * @param model the vendor's model name
 * @param keyterms terms to expect
 */
public record SpeechOptions(
        @Nullable String language, @Nullable String model, List<String> keyterms) {
    public static final SpeechOptions DEFAULTS = new SpeechOptions(null, null, List.of());

    public SpeechOptions {
        keyterms = List.copyOf(keyterms);
    }

    /** These options, with the gaps filled from {@code fallback}. */
    public SpeechOptions orElse(SpeechOptions fallback) {
        return new SpeechOptions(
                language != null ? language : fallback.language,
                model != null ? model : fallback.model,
                keyterms.isEmpty() ? fallback.keyterms : keyterms);
    }
}
