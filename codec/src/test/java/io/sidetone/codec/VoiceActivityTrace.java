package io.sidetone.codec;

import java.io.IOException;
import java.nio.file.Path;

/**
 * For listening with the eyes: prints the stretches of speech in a WAV file, start and end in ms, one a
 * line. Run it from the tests' class path: {@code java io.sidetone.codec.VoiceActivityTrace call.wav}.
 */
final class VoiceActivityTrace {

    private static final int FRAME_MS = 20;

    private VoiceActivityTrace() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("got " + args.length + " arguments; expected one, an 8 or 16 kHz WAV");
        }
        Wav wav = Wav.read(Path.of(args[0]), WavLimits.LENIENT);
        short[] samples = wav.channel(0);
        VoiceActivity voice = VoiceActivity.of(wav.sampleRateHz(), FRAME_MS);
        int frame = voice.frameSamples();
        long startMs = 0;
        long atMs = 0;
        for (int at = 0; at + frame <= samples.length; at += frame) {
            voice.accept(samples, at);
            atMs += FRAME_MS;
            if (voice.speechStarted()) {
                startMs = atMs;
            }
            if (voice.speechEnded()) {
                System.out.println(startMs + "-" + atMs);
            }
        }
        if (voice.speaking()) {
            System.out.println(startMs + "-" + atMs);
        }
    }
}
