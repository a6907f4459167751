package io.sidetone.sim.twilio;

import io.sidetone.codec.ALaw;
import io.sidetone.codec.MuLaw;
import io.sidetone.codec.Resampler;
import io.sidetone.codec.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns audio files into 8 kHz mu-law. */
final class AudioFiles {
    private static final int HZ = 8_000;
    private static final long MAX_RAW_BYTES = 256L << 20; // nine hours

    private AudioFiles() {}

    /** One array per channel of the file. */
    static List<byte[]> read(Path file) throws IOException {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "wav" -> channels(Wav.read(file), file.toString());
            case "ulaw", "mulaw", "ul" -> List.of(raw(file));
            case "alaw", "al" -> List.of(MuLaw.encode(ALaw.decode(raw(file))));
            default ->
                throw new IOException(file + ": what is in it cannot be told from its name (expected: .wav,"
                        + " or raw 8 kHz audio as .ulaw, .mulaw or .alaw)");
        };
    }

    /** One array per channel. */
    static List<byte[]> channels(Wav wav, String name) throws IOException {
        List<byte[]> channels = new ArrayList<>();
        for (int i = 0; i < wav.channels(); i++) {
            channels.add(
                    wav.encoding() == Wav.Encoding.MULAW && wav.channels() == 1 && wav.sampleRateHz() == HZ
                            ? wav.data().clone() // already what is wanted, bit for bit
                            : MuLaw.encode(atPhoneRate(wav.channel(i), wav.sampleRateHz(), name)));
        }
        return channels;
    }

    private static short[] atPhoneRate(short[] samples, int hz, String name) throws IOException {
        if (hz == HZ) {
            return samples;
        }
        if (hz != 16_000 && hz != 48_000) {
            throw new IOException(name + ": " + hz + " Hz (expected: 8000, 16000 or 48000; convert it first, for"
                    + " example with: sox in.wav -r 8000 out.wav)");
        }
        return Resampler.whole(samples, hz, HZ);
    }

    private static byte[] raw(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_RAW_BYTES) {
            throw new IOException(file + ": " + size + " bytes (expected: at most " + MAX_RAW_BYTES + ")");
        }
        return Files.readAllBytes(file);
    }
}
