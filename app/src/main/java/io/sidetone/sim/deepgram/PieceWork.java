package io.sidetone.sim.deepgram;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the words of a piece, bit by bit, so that other connections of the same event loop need not
 * wait for a long one. Used on one thread at a time.
 */
final class PieceWork {
    /** Frames worked on in one go: half a second of telephone sound. */
    private static final int SLICE = 4_000;

    private final Piece piece;
    private final short[] samples = new short[Loudness.STEP];
    private final List<Recognizer> channels = new ArrayList<>();
    private final List<List<HeardWord>> words = new ArrayList<>();
    private int at;

    PieceWork(Piece piece, WindowIndex index, int heardChannels) {
        this.piece = piece;
        for (int channel = 0; channel < heardChannels; channel++) {
            List<HeardWord> heard = new ArrayList<>();
            words.add(heard);
            channels.add(new Recognizer(index, piece.sampleRate(), heard::add));
        }
    }

    /** Works on the next slice; returns whether there is more to do. */
    boolean step() {
        int end = Math.min(piece.frames(), at + SLICE);
        while (at < end) {
            int count = Math.min(samples.length, end - at);
            for (int channel = 0; channel < channels.size(); channel++) {
                hear(channel, count);
            }
            at += count;
        }
        if (at == piece.frames()) {
            channels.forEach(Recognizer::finish);
            return false;
        }
        return true;
    }

    /** By channel, in the order spoken; complete when {@link #step} has nothing more to do. */
    List<List<HeardWord>> words() {
        return words;
    }

    private void hear(int channel, int count) {
        for (int i = 0; i < count; i++) {
            samples[i] = piece.sample(at + i, channel);
        }
        channels.get(channel).hear(samples, 0, count);
    }
}
