package io.sidetone.call;

import io.sidetone.redaction.Masked;
import io.sidetone.redaction.Redactor;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What others may see of what was said. Inside, a call works with the words as they were heard. */
final class Masking {
    private final Redactor redactor;

    Masking(Redactor redactor) {
        this.redactor = redactor;
    }

    /** @param language a BCP-47 tag; null if it is not known */
    String masked(String text, @Nullable String language) {
        return redactor.mask(text, language);
    }

    /** Words of a masked stretch become one word, which takes their time and is as sure as the least sure of them. */
    SpeechEvent.Final masked(SpeechEvent.Final heard) {
        if (redactor.isOff()) {
            return heard;
        }
        List<String> texts = heard.words().stream().map(Word::text).toList();
        Masked shown = redactor.mask(heard.text(), texts, heard.language());
        List<Word> words = new ArrayList<>(shown.words().size());
        for (Masked.Part part : shown.words()) {
            words.add(word(heard.words().subList(part.from(), part.to()), part.text()));
        }
        return new SpeechEvent.Final(
                shown.text(),
                heard.startMs(),
                heard.endMs(),
                heard.settledUntilMs(),
                heard.confidence(),
                heard.language(),
                heard.speechFinal(),
                heard.fromFinalize(),
                heard.repaired(),
                heard.source(),
                words);
    }

    private static Word word(List<Word> heard, String text) {
        double least = heard.stream().mapToDouble(Word::confidence).min().orElse(0);
        return new Word(
                text, heard.get(0).startMs(), heard.get(heard.size() - 1).endMs(), least);
    }
}
