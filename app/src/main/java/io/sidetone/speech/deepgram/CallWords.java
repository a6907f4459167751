package io.sidetone.speech.deepgram;

import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.Word;
import java.util.List;

/** The vendor's words in call time, which both dialects make in the same way. */
final class CallWords {
    private CallWords() {}

    /** @return unmodifiable, so that an event need not copy it again */
    static List<Word> of(List<DeepgramMessage.Word> heard, CallTimeMap time) {
        Word[] words = new Word[heard.size()];
        for (int i = 0; i < words.length; i++) {
            DeepgramMessage.Word word = heard.get(i);
            long startMs = time.callTimeMs(word.start());
            long endMs = Math.max(startMs, time.endCallTimeMs(word.end()));
            words[i] = new Word(word.text(), startMs, endMs, word.confidence());
        }
        return List.of(words);
    }
}
