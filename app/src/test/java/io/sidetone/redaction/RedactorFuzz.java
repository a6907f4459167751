package io.sidetone.redaction;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.fuzz.Input;
import java.util.List;
import java.util.Map;

/** Whatever is said is masked the same way, as text and word by word. */
public final class RedactorFuzz {
    private static final Redactor REDACTOR = new Redactor(new Redaction(true, true, true, Map.of()), slow -> {});

    private RedactorFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new Input(data).text();
        for (String language : new String[] {"en", "de", "multi"}) {
            String masked = REDACTOR.mask(text, language);
            require(!masked.matches("(?s).*[0-9]{6,}.*"), "six digits in a row are masked");
            Masked both = REDACTOR.mask(text, List.of(text.split(" ")), language);
            require(both.text().equals(masked), "the text is masked alike with its words");
        }
    }
}
