package io.sidetone.speech.assemblyai;

import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes guesses and finals of turns, with every time moved to the call's axis. A turn whose formatted end is awaited
 * is settled once: by that end, or by the plain one when the time is up or a later turn ends.
 */
final class Turns {
    private static final long NONE = -1;

    private final CallTimeMap time;
    private final SessionRequest request;
    private final Consumer<SpeechEvent> out;
    private String sessionId = "";
    private long settledOrder = NONE; // turns up to this one are settled
    private AssemblyAiMessage.@Nullable Turn plain; // ended, its formatted end is awaited
    private AssemblyAiMessage.@Nullable Turn later; // the newest guess that came meanwhile
    private long plainSinceMs;
    private long forcedAtMs = NONE; // audio sent when the end was last forced

    /** @param time how positions in what was sent on this connection stand to call time */
    Turns(CallTimeMap time, SessionRequest request, Consumer<SpeechEvent> out) {
        this.time = time;
        this.request = request;
        this.out = out;
    }

    void begun(String id) {
        sessionId = id;
    }

    /** {@code ForceEndpoint} went out behind the audio sent so far. */
    void forced() {
        forcedAtMs = time.sentMs();
    }

    void heard(AssemblyAiMessage.Turn turn, long nowMs) {
        if (turn.order() <= settledOrder) {
            return; // the formatted end came when it was not waited for any more
        }
        AssemblyAiMessage.Turn waiting = plain;
        if (waiting != null && turn.order() != waiting.order()) {
            if (!turn.ended()) {
                later = turn; // told when the turn before it is settled
                return;
            }
            settlePlain();
        }
        if (!turn.ended()) {
            guess(turn);
        } else if (turn.formatted() || !request.awaitsFormatted()) {
            settle(turn);
            tellLater();
        } else if (plain == null) {
            plain = turn;
            plainSinceMs = nowMs;
            guess(turn);
        }
    }

    void tick(long nowMs) {
        if (plain != null
                && nowMs - plainSinceMs
                        >= request.settings().timing().formattedWithin().toMillis()) {
            flush();
        }
    }

    /** What has ended is settled as it is: no better version of it will be waited for. */
    void flush() {
        settlePlain();
        tellLater();
    }

    private void settlePlain() {
        AssemblyAiMessage.Turn waiting = plain;
        if (waiting != null) {
            settle(waiting);
        }
    }

    private void tellLater() {
        AssemblyAiMessage.Turn next = later;
        later = null;
        if (next != null && next.order() > settledOrder) {
            guess(next);
        }
    }

    private void guess(AssemblyAiMessage.Turn turn) {
        List<Word> words = words(turn);
        if (!words.isEmpty()) {
            out.accept(new SpeechEvent.Interim(joined(words), start(words), end(words), confidence(words), words));
        }
    }

    private void settle(AssemblyAiMessage.Turn turn) {
        plain = null;
        settledOrder = turn.order();
        List<Word> words = words(turn);
        boolean wasForced = wasForced(turn);
        if (words.isEmpty()) {
            out.accept(new SpeechEvent.Settled(time.endMs(), !wasForced, wasForced));
            return;
        }
        out.accept(new SpeechEvent.Final(
                turn.transcript().isBlank() ? joined(words) : turn.transcript(),
                start(words),
                end(words),
                end(words),
                confidence(words),
                turn.language() != null ? turn.language() : language(),
                !wasForced,
                wasForced,
                false,
                new SpeechEvent.Source(AssemblyAiSpeechToText.PROVIDER, request.model(), sessionId),
                words));
    }

    /** The end of a turn that holds nothing spoken after the last {@code ForceEndpoint} is the answer to it. */
    private boolean wasForced(AssemblyAiMessage.Turn turn) {
        boolean forced = forcedAtMs != NONE && turn.words().stream().allMatch(word -> word.end() <= forcedAtMs);
        forcedAtMs = NONE;
        return forced;
    }

    private @Nullable String language() {
        String asked = request.language();
        if (asked == null) {
            return request.model().equals(SessionRequest.ENGLISH) ? "en" : null;
        }
        return asked.equals("multi") ? null : asked;
    }

    private List<Word> words(AssemblyAiMessage.Turn turn) {
        List<Word> words = new ArrayList<>(turn.words().size());
        for (AssemblyAiMessage.Word word : turn.words()) {
            if (!word.text().isBlank()) {
                long startMs = time.callTimeMs(word.start() / 1_000.0);
                long endMs = Math.max(startMs, time.endCallTimeMs(word.end() / 1_000.0));
                words.add(new Word(word.text(), startMs, endMs, word.confidence()));
            }
        }
        return words;
    }

    private static String joined(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    private static long start(List<Word> words) {
        return words.get(0).startMs();
    }

    private static long end(List<Word> words) {
        return words.get(words.size() - 1).endMs();
    }

    private static double confidence(List<Word> words) {
        return words.stream().mapToDouble(Word::confidence).average().orElse(0);
    }
}
