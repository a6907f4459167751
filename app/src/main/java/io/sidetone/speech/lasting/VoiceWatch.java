package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.sidetone.codec.VoiceActivity;

/** Follows a leg's own voice activity, whatever the length of its slices. Confined to the leg's loop. */
final class VoiceWatch {
    private static final int FRAME_MS = 20;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final VoiceActivity activity = VoiceActivity.of(8_000, FRAME_MS);
    private final byte[] frame = new byte[activity.frameSamples()];
    private int filled;
    private long lastVoiceMs = NEVER; // call time
    private boolean ended;
    private boolean started;

    /** Takes audio; what it changed can be asked until the next. */
    void hear(ByteBuf slice, long callTimeMs) {
        ended = false;
        started = false;
        int length = slice.readableBytes();
        int done = 0;
        while (done < length) {
            int count = Math.min(frame.length - filled, length - done);
            slice.getBytes(slice.readerIndex() + done, frame, filled, count);
            filled += count;
            done += count;
            if (filled == frame.length) {
                filled = 0;
                judge(callTimeMs + done / KeptAudio.BYTES_PER_MS);
            }
        }
    }

    private void judge(long endMs) {
        if (activity.acceptMuLaw(frame, 0)) {
            lastVoiceMs = endMs;
        }
        ended |= activity.speechEnded();
        started |= activity.speechStarted();
    }

    /** Somebody is speaking, or stopped less than the hangover ago. */
    boolean isSpeaking() {
        return activity.speaking();
    }

    /** Speech ended within the last slice: that long ago as the hangover is. */
    boolean hasEnded() {
        return ended && !activity.speaking();
    }

    boolean hasStarted() {
        return started;
    }

    /** Call time at which somebody was last heard to speak, the hangover included; far in the past if never. */
    long lastVoiceMs() {
        return lastVoiceMs;
    }
}
