package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import org.jspecify.annotations.Nullable;

/** What a leg tells its call, in the order it happened. */
sealed interface LegReport {

    record StateChanged(LegState state, String detail) implements LegReport {}

    record Speaking(long atMs) implements LegReport {}

    record Guess(SpeechEvent.Interim interim) implements LegReport {}

    /** The guess came to nothing. */
    record GuessCleared() implements LegReport {}

    /** @param unconfirmed the vendor never settled it; the leg did, so that no word is lost */
    record Said(SpeechEvent.Final words, boolean unconfirmed) implements LegReport {}

    /** Words that were transcribed afterwards: an utterance of their own. */
    record Repaired(SpeechEvent.Final words) implements LegReport {}

    /** How far the transcript is behind. */
    record Behind(SpeechEvent.Progress progress) implements LegReport {}

    /** Before this call time no new words are to be expected. */
    record CompleteUntil(long atMs) implements LegReport {}

    record UtteranceOver(UtteranceEnding ending) implements LegReport {}

    record Trouble(SpeechEvent.Fault fault) implements LegReport {}

    record Pressed(long atMs) implements LegReport {}

    record Ended(EndReason reason, LegTotals totals) implements LegReport {}

    /**
     * What a leg amounts to.
     *
     * @param audioMs audio received from Twilio
     * @param lostMs audio received that no vendor heard
     * @param pendingMs audio that may still be repaired afterwards
     * @param pausedMs audio received while the call was paused, and dropped
     * @param gaps holes in Twilio's media timestamps
     * @param gapMs how much time they hid
     * @param failure why the leg is not transcribed to its end, or null
     */
    record LegTotals(
            long audioMs,
            long lostMs,
            long pendingMs,
            long pausedMs,
            int gaps,
            long gapMs,
            long atMs,
            @Nullable String failure) {}
}
