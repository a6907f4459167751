package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a leg's utterances are over. Each ends once, with a reason: the vendor's speech_final,
 * its utterance end, silence, too great a length, or the end of the leg.
 *
 * <p>Confined to the leg's loop; time comes in with every call.
 */
final class Utterances {
    /** How long the vendor may take to answer when we ask for a final. */
    static final long ANSWER_MS = 1_000;
    /** Vendors round word times; an utterance end this much before the last word is not about the past. */
    private static final long ROUNDING_MS = 10;

    /** What comes of it. */
    interface Outcome {
        void over(UtteranceEnding ending);

        /** Ask the vendor for a final now. */
        void askForFinal();

        /** The vendor never settled this guess: keep the words. False if all of them were kept before. */
        boolean keepUnconfirmed(SpeechEvent.Interim guess);
    }

    private final long silenceMs;
    private final long maxMs;
    private final long pauseMs;
    private final Outcome outcome;

    private SpeechEvent.@Nullable Interim guess; // what is not settled, if anything is
    private boolean hasFinals;
    private long startMs = -1; // call time of the utterance's first text, -1 between utterances
    private long lastWordEndMs;
    private long lastResultAtMs; // loop clock
    private long askedAtMs = -1; // loop clock, -1 while no answer is awaited
    private long finalizedAtMs = -1; // loop clock, when the vendor answered a Finalize; -1 once somebody speaks on
    private boolean vendorIsLive = true;

    /**
     * No utterance is open.
     *
     * @param pause silence that ends an utterance whose words the vendor settled because we asked
     */
    Utterances(Duration silence, Duration max, Duration pause, Outcome outcome) {
        this.pauseMs = pause.toMillis();
        this.silenceMs = silence.toMillis();
        this.maxMs = max.toMillis();
        this.outcome = outcome;
    }

    void interim(SpeechEvent.Interim interim, long nowMs) {
        if (interim.text().isEmpty()) {
            guess = null;
            forgetIfEmpty();
            return;
        }
        guess = interim;
        finalizedAtMs = -1;
        lastResultAtMs = nowMs;
        begin(interim.startMs());
        if (vendorIsLive && interim.endMs() - startMs >= maxMs && askedAtMs < 0) {
            ask(nowMs);
        }
    }

    void settledWords(SpeechEvent.Final words, long nowMs) {
        guess = null;
        hasFinals = true;
        askedAtMs = -1;
        lastResultAtMs = nowMs;
        lastWordEndMs = words.endMs();
        finalizedAtMs = words.fromFinalize() ? nowMs : -1;
        begin(words.startMs());
        if (words.speechFinal()) {
            end(UtteranceEnding.SPEECH_FINAL);
        } else if (words.endMs() - startMs >= maxMs) {
            end(UtteranceEnding.MAX_LENGTH);
        }
    }

    void settledSilence(SpeechEvent.Settled settled) {
        if (guess != null && guess.startMs() >= settled.untilMs()) {
            return; // news of an earlier time, which was repaired
        }
        guess = null;
        askedAtMs = -1;
        if (settled.speechFinal() && hasFinals) {
            end(UtteranceEnding.SPEECH_FINAL);
        } else {
            forgetIfEmpty();
        }
    }

    void vendorSawEnd(SpeechEvent.UtteranceEnd end) {
        if (hasFinals && end.lastWordEndMs() >= lastWordEndMs - ROUNDING_MS) {
            end(UtteranceEnding.UTTERANCE_END);
        }
    }

    /** While no vendor listens, what is a guess stays one: it will be heard again. */
    void vendorIs(boolean live) {
        vendorIsLive = live;
        askedAtMs = -1;
    }

    /** Noise can keep a vendor's endpointing from ever firing; then the clock decides. */
    void tick(long nowMs) {
        if (startMs < 0 || (guess != null && !vendorIsLive)) {
            return;
        }
        if (finalizedAtMs >= 0 && guess == null && nowMs - finalizedAtMs >= pauseMs) {
            end(UtteranceEnding.FINALIZED);
        } else if (askedAtMs >= 0) {
            if (nowMs - askedAtMs >= ANSWER_MS) {
                giveUpWaiting(nowMs);
            }
        } else if (nowMs - lastResultAtMs >= silenceMs) {
            if (guess != null) {
                ask(nowMs);
            } else {
                end(UtteranceEnding.SILENCE);
            }
        }
    }

    /** No more results will come. */
    void legEnded() {
        keepGuess();
        if (hasFinals) {
            end(UtteranceEnding.LEG_ENDED);
        }
    }

    /** Call time at which the unsettled guess begins, or -1. */
    long guessStartMs() {
        return guess == null ? -1 : guess.startMs();
    }

    /** In silence the guess will not change any more; while somebody speaks the vendor gets another chance. */
    private void giveUpWaiting(long nowMs) {
        askedAtMs = -1;
        if (nowMs - lastResultAtMs >= silenceMs) {
            keepGuess();
            end(UtteranceEnding.SILENCE);
        }
    }

    private void ask(long nowMs) {
        askedAtMs = nowMs;
        outcome.askForFinal();
    }

    private void keepGuess() {
        SpeechEvent.Interim unsettled = guess;
        if (unsettled != null) {
            guess = null;
            if (outcome.keepUnconfirmed(unsettled)) {
                hasFinals = true;
                lastWordEndMs = unsettled.endMs();
            }
        }
    }

    private void begin(long atMs) {
        if (startMs < 0) {
            startMs = Math.max(0, atMs);
        }
    }

    private void forgetIfEmpty() {
        if (!hasFinals) {
            startMs = -1; // a guess that came to nothing
        }
    }

    private void end(UtteranceEnding ending) {
        boolean saidAnything = hasFinals;
        startMs = guess == null ? -1 : guess.startMs(); // a newer guess is the next utterance's
        askedAtMs = -1;
        finalizedAtMs = -1;
        hasFinals = false;
        if (saidAnything) {
            outcome.over(ending);
        }
    }
}
