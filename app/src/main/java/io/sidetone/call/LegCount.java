package io.sidetone.call;

/**
 * What a leg comes to, as {@code leg.ended} and {@code call.ended} tell it.
 *
 * @param audioMs audio received from Twilio
 * @param lostMs of it, what no vendor heard
 * @param pausedMs received while the call was paused, and dropped
 * @param gaps holes in Twilio's media timestamps
 * @param gapMs how much time they hid
 * @param pendingMs audio that may still be repaired afterwards
 */
record LegCount(
        LegName name,
        long finals,
        long utterances,
        long words,
        long audioMs,
        long lostMs,
        long pausedMs,
        long gaps,
        long gapMs,
        long pendingMs) {}
