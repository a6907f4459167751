package io.sidetone.sim.deepgram;

import io.sidetone.codec.MuLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes tracks that sound like nothing and whose every sample is known: noise bursts for words,
 * silence between. Written as {@code "Hello. |300 World."}: a bar and a number is a pause in
 * milliseconds; other words follow each other after 100 ms.
 */
public final class Speech {
    static final int RATE = 8_000;
    private static final int WORD_MS = 300;
    private static final int GAP_MS = 100;

    private Speech() {}

    public static Track track(String name, String script, long seed) {
        Random random = new Random(seed);
        List<Word> words = new ArrayList<>();
        short[] samples = new short[RATE * 600];
        int at = 0;
        for (String token : script.split(" ", -1)) {
            if (token.startsWith("|")) {
                at += ms(Integer.parseInt(token.substring(1)));
                continue;
            }
            int end = at + ms(WORD_MS);
            for (int i = at; i < end; i++) {
                samples[i] = MuLaw.decode(MuLaw.encode(random.nextInt(16_000) - 8_000));
            }
            words.add(new Word(token.toLowerCase(java.util.Locale.ROOT).replaceAll("\\W", ""), token, at, end));
            at = end + ms(GAP_MS);
        }
        return new Track(name, "en", Arrays.copyOf(samples, at), words);
    }

    public static RecordingLibrary library(Track... tracks) {
        RecordingLibrary library = RecordingLibrary.empty();
        for (Track track : tracks) {
            library = library.with(new Recording(track.name(), "en", java.util.Map.of("speaker", track), List.of()));
        }
        return library;
    }

    /** The track's samples, all of them. */
    public static short[] samples(Track track) {
        return samples(track, 0, track.length());
    }

    public static short[] samples(Track track, int from, int to) {
        short[] samples = new short[to - from];
        for (int i = from; i < to; i++) {
            samples[i - from] = track.sample(i);
        }
        return samples;
    }

    public static short[] silence(int ms) {
        return new short[ms(ms)];
    }

    public static short[] noise(int ms, long seed) {
        Random random = new Random(seed);
        short[] samples = new short[ms(ms)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (random.nextInt(20_000) - 10_000);
        }
        return samples;
    }

    public static short[] joined(short[]... parts) {
        short[] all =
                new short[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    public static byte[] linear16(short[] samples) {
        byte[] bytes = new byte[samples.length * 2];
        for (int i = 0; i < samples.length; i++) {
            bytes[2 * i] = (byte) samples[i];
            bytes[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        return bytes;
    }

    static int ms(int ms) {
        return ms * RATE / 1000;
    }
}
