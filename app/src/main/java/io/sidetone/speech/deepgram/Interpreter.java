package io.sidetone.speech.deepgram;

import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dialect of the first API: results that are settled or not. */
final class Interpreter implements Dialect {
    static final String PROVIDER = "deepgram";

    private final CallTimeMap time;
    private final String model;
    private final String language;
    private @Nullable String requestId; // from the handshake; null until then

    /**
     * @param time how positions in what was sent on this connection stand to call time
     * @param model as asked for, used where the vendor does not name one
     * @param language as asked for, likewise
     */
    Interpreter(CallTimeMap time, String model, String language) {
        this.time = time;
        this.model = model;
        this.language = language;
    }

    @Override
    public void opened(@Nullable String requestId) {
        this.requestId = requestId;
    }

    @Override
    public @Nullable SpeechEvent event(DeepgramMessage message) {
        if (message instanceof DeepgramMessage.Results results) {
            return results(results);
        }
        if (message instanceof DeepgramMessage.SpeechStarted started) {
            return speechStarted(started);
        }
        return message instanceof DeepgramMessage.UtteranceEnd ended ? utteranceEnd(ended) : null;
    }

    /** Everything is settled before the stream ends. */
    @Override
    public @Nullable SpeechEvent lastWords() {
        return null;
    }

    SpeechEvent results(DeepgramMessage.Results results) {
        List<Word> words = CallWords.of(results.words(), time);
        double end = results.start() + results.duration();
        long startMs = words.isEmpty()
                ? time.callTimeMs(results.start())
                : words.get(0).startMs();
        long lastMs = words.isEmpty()
                ? time.endCallTimeMs(end)
                : words.get(words.size() - 1).endMs();
        long endMs = Math.max(startMs, lastMs); // words may come in any order
        boolean blank = results.transcript().isBlank();
        if (!results.isFinal() && !results.speechFinal()) {
            return new SpeechEvent.Interim(
                    blank ? "" : results.transcript(), startMs, endMs, results.confidence(), words);
        }
        long untilMs = time.endCallTimeMs(end);
        if (blank) {
            return new SpeechEvent.Settled(untilMs, results.speechFinal(), results.fromFinalize());
        }
        return new SpeechEvent.Final(
                results.transcript(),
                startMs,
                endMs,
                untilMs,
                results.confidence(),
                language(results),
                results.speechFinal(),
                results.fromFinalize(),
                false,
                source(results),
                words);
    }

    SpeechEvent speechStarted(DeepgramMessage.SpeechStarted started) {
        return new SpeechEvent.SpeechStarted(time.callTimeMs(started.timestamp()));
    }

    SpeechEvent utteranceEnd(DeepgramMessage.UtteranceEnd ended) {
        return new SpeechEvent.UtteranceEnd(time.endCallTimeMs(ended.lastWordEnd()));
    }

    private @Nullable String language(DeepgramMessage.Results results) {
        if (!results.languages().isEmpty()) {
            return results.languages().get(0);
        }
        for (DeepgramMessage.Word word : results.words()) {
            if (word.language() != null) {
                return word.language();
            }
        }
        return language.equals("multi") ? null : language;
    }

    private SpeechEvent.Source source(DeepgramMessage.Results results) {
        return new SpeechEvent.Source(
                PROVIDER,
                results.modelName() != null ? results.modelName() : model,
                results.requestId() != null ? results.requestId() : requestId);
    }
}
