package io.sidetone.sim.deepgram;

import io.sidetone.codec.BadWavException;
import io.sidetone.codec.Wav;
import io.sidetone.codec.WavLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A whole piece of audio, as it was posted. Immutable. */
final class Piece {
    static final int LOWEST_RATE = 8_000;
    static final int HIGHEST_RATE = 48_000;
    static final int MOST_CHANNELS = 20;

    private final Encoding encoding;
    private final int sampleRate;
    private final int channels;
    private final byte[] data; // whole frames

    private Piece(Encoding encoding, int sampleRate, int channels, byte[] data) {
        this.encoding = encoding;
        this.sampleRate = sampleRate;
        this.channels = channels;
        this.data = data;
    }

    /** What was posted is no audio the emulator can hear; the message is for the client. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super("failed to process audio: corrupt or unsupported data: " + why);
        }
    }

    /**
     * Reads a body, by the query's encoding, or by its own header if the query has none.
     *
     * @param query has passed {@link PrerecordedRules}
     */
    static Piece read(Parameters query, byte[] body) throws Unreadable {
        if (body.length == 0) {
            throw new Unreadable("the body is empty (expected: audio)");
        }
        Piece piece = query.has("encoding") ? raw(query, body) : wav(body);
        if (piece.data.length == 0) {
            throw new Unreadable("the file holds no samples");
        }
        return piece;
    }

    int sampleRate() {
        return sampleRate;
    }

    int channels() {
        return channels;
    }

    int bytes() {
        return data.length;
    }

    /** The first bytes of the samples, as a new array. */
    byte[] first(int most) {
        return Arrays.copyOf(data, Math.min(data.length, most));
    }

    double seconds() {
        return frames() / (double) sampleRate;
    }

    /** Samples of each channel. */
    int frames() {
        return data.length / bytesPerFrame();
    }

    short sample(int frame, int channel) {
        return encoding.decode(data, frame * bytesPerFrame() + channel * encoding.bytesPerSample());
    }

    private int bytesPerFrame() {
        return channels * encoding.bytesPerSample();
    }

    private static Piece raw(Parameters query, byte[] body) throws Unreadable {
        if (isWav(body)) {
            throw new Unreadable(
                    "a WAV file with an encoding in the query, so that its header would be heard as sound");
        }
        Encoding encoding = query.first("encoding").flatMap(Encoding::of).orElseThrow();
        int channels = query.first("channels").map(Integer::parseInt).orElse(1);
        int rate = query.first("sample_rate").map(Integer::parseInt).orElseThrow();
        if (body.length % (channels * encoding.bytesPerSample()) != 0) {
            throw new Unreadable("%d bytes (expected: a multiple of %d)"
                    .formatted(body.length, channels * encoding.bytesPerSample()));
        }
        return new Piece(encoding, rate, channels, body);
    }

    private static Piece wav(byte[] body) throws Unreadable {
        if (!isWav(body)) {
            throw new Unreadable("no WAV file, and no encoding in the query");
        }
        Wav wav;
        try {
            wav = Wav.read(new ByteArrayInputStream(body), WavLimits.STRICT);
        } catch (BadWavException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        if (wav.sampleRateHz() < LOWEST_RATE || wav.sampleRateHz() > HIGHEST_RATE) {
            throw new Unreadable(wav.sampleRateHz() + " Hz (expected: 8000 to 48000)");
        }
        if (wav.channels() > MOST_CHANNELS) {
            throw new Unreadable(wav.channels() + " channels (expected: at most " + MOST_CHANNELS + ")");
        }
        return new Piece(encoding(wav), wav.sampleRateHz(), wav.channels(), wav.data());
    }

    private static Encoding encoding(Wav wav) {
        return switch (wav.encoding()) {
            case PCM16 -> Encoding.LINEAR16;
            case ALAW -> Encoding.ALAW;
            case MULAW -> Encoding.MULAW;
        };
    }

    private static boolean isWav(byte[] body) {
        return body.length >= 12
                && new String(body, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && new String(body, 8, 4, StandardCharsets.ISO_8859_1).equals("WAVE");
    }
}
