package io.sidetone.speech.lasting;

import io.sidetone.codec.VoiceActivity;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of call time.
 *
 * @param fromMs included
 * @param toMs not included
 */
record Span(long fromMs, long toMs) {
    static final Span ALL = new Span(Long.MIN_VALUE / 2, Long.MAX_VALUE);

    /** Kept before speech, which may begin with a hiss that voice activity does not see, and behind it. */
    static final long MARGIN_MS = 300;

    private static final int FRAME_MS = 20;

    /** The stretches of kept audio in which somebody may be speaking, the newest moment included. */
    static List<Span> spoken(KeptAudio kept) {
        VoiceActivity activity = VoiceActivity.of(8_000, FRAME_MS);
        int frame = activity.frameSamples();
        List<Span> spans = new ArrayList<>();
        kept.forEach(ALL.fromMs, ALL.toMs, (audio, from, length, atMs) -> {
            for (int i = 0; i + frame <= length; i += frame) {
                if (activity.acceptMuLaw(audio, from + i)) {
                    long ms = atMs + i / KeptAudio.BYTES_PER_MS;
                    join(spans, new Span(ms - MARGIN_MS, ms + FRAME_MS + MARGIN_MS));
                }
            }
        });
        join(spans, new Span(kept.endMs() - MARGIN_MS, ALL.toMs)); // somebody may be about to speak
        return spans;
    }

    private static void join(List<Span> spans, Span next) {
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).toMs >= next.fromMs) {
            Span before = spans.get(last);
            spans.set(last, new Span(Math.min(before.fromMs, next.fromMs), Math.max(before.toMs, next.toMs)));
        } else {
            spans.add(next);
        }
    }
}
