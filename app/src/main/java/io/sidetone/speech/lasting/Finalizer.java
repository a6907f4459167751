package io.sidetone.speech.lasting;

import io.sidetone.speech.SpeechEvent;

/**
 * Decides when the vendor is asked for a final without waiting for its own endpointing: when our voice activity says
 * that somebody stopped, once per run of speech. Numbers are often read in groups, so a guess that ends in digits gets
 * a second more. Confined to the leg's loop.
 */
final class Finalizer {
    static final long DIGITS_MS = 1_000;
    private static final long NEVER = Long.MAX_VALUE;

    private long dueAtMs = NEVER; // loop clock
    private boolean guessEndsInDigit;

    void guessed(SpeechEvent.Interim guess) {
        String text = guess.text();
        int last = text.length() - 1;
        while (last >= 0 && !Character.isLetterOrDigit(text.charAt(last))) {
            last--;
        }
        guessEndsInDigit = last >= 0 && Character.isDigit(text.charAt(last));
    }

    void settled() {
        guessEndsInDigit = false;
    }

    void heard(VoiceWatch voice, long nowMs) {
        if (voice.isSpeaking()) {
            dueAtMs = NEVER;
        } else if (voice.hasEnded()) {
            dueAtMs = guessEndsInDigit ? nowMs + DIGITS_MS : nowMs;
        }
    }

    /** Whether it is time; true once per run of speech. */
    boolean isDue(long nowMs) {
        if (nowMs < dueAtMs) {
            return false;
        }
        dueAtMs = NEVER;
        return true;
    }
}
