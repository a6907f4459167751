package io.sidetone.speech.lasting;

import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;

/** Audio for tests, written as words: {@code 300@9000} are 300 ms at that amplitude, {@code 300} is a hole. */
final class Sound {
    private Sound() {}

    /** {@code 300v} is a voice. */
    static KeptAudio kept(long fromMs, String loudness) {
        KeptAudio kept = new KeptAudio(new AudioBudget(1 << 24));
        long atMs = fromMs;
        for (String part : loudness.split(" +", -1)) {
            String[] both = part.split("[@v]", -1);
            long ms = Long.parseLong(both[0]);
            if (both.length == 2) {
                kept.add(Unpooled.wrappedBuffer(sound(atMs, ms, both[1])), atMs);
            }
            atMs += ms;
        }
        return kept;
    }

    private static byte[] sound(long atMs, long ms, String amplitude) {
        byte[] audio = new byte[(int) ms * KeptAudio.BYTES_PER_MS];
        for (int i = 0; i < audio.length; i++) {
            short sample = amplitude.isEmpty()
                    ? LastingWorld.buzz(atMs * KeptAudio.BYTES_PER_MS + i)
                    : (short) (i % 2 == 0 ? Integer.parseInt(amplitude) : -Integer.parseInt(amplitude));
            audio[i] = MuLaw.encode(sample);
        }
        return audio;
    }
}
