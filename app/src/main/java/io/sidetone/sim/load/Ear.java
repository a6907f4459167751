package io.sidetone.sim.load;

import io.netty.buffer.ByteBuf;
import io.sidetone.codec.MuLaw;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares one upstream connection's audio, byte for byte, with what was sent; it learns from the audio alone whose it
 * is. On the sinks' loop.
 *
 * <p>Bytes are gathered until a chunk is whole. In the usual case it is the one that was expected. If not, its header
 * says which it is; if it has none, and is not like the expected one either, the next header is looked for.
 */
final class Ear {
    private static final int LINEAR_BYTES = 2;

    private final Chunks chunks;
    private final List<Leg> legs;
    private final int width; // bytes of a sample
    private final Heard listener;
    private final byte[] whole; // a chunk as it comes
    private final byte[] expected; // the same as it was sent
    private final byte[] codes; // mu-law
    private int filled;
    private int next; // the number of the chunk that should be coming
    private @Nullable Leg leg; // null until the first header

    /** Is told of every chunk that is on its own leg's connection. */
    interface Heard {
        void chunk(Leg leg, int number);
    }

    /** @param linear whether the audio is linear16, low byte first, or mu-law as it was sent */
    Ear(Chunks chunks, List<Leg> legs, boolean linear, Heard listener) {
        this.chunks = chunks;
        this.legs = legs;
        this.width = linear ? LINEAR_BYTES : 1;
        this.listener = listener;
        this.whole = new byte[chunks.bytes() * width];
        this.expected = new byte[whole.length];
        this.codes = new byte[chunks.bytes()];
    }

    /** Whose audio this is; null while that is not known. */
    @Nullable Leg leg() {
        return leg;
    }

    /** Takes a message's audio. */
    void hear(ByteBuf audio) {
        while (audio.isReadable()) {
            int some = Math.min(audio.readableBytes(), whole.length - filled);
            audio.readBytes(whole, filled, some);
            filled += some;
            if (filled == whole.length) {
                judge();
            }
        }
    }

    /** What has come of a chunk that never became whole, bytes. */
    int rest() {
        return filled;
    }

    private void judge() {
        Leg known = leg;
        if (known != null) {
            expect(known.number(), next);
            if (Arrays.equals(whole, expected)) {
                take(known, next);
                return;
            }
        }
        long header = headerAt(0);
        if (header != Chunks.NONE) {
            named(header);
        } else if (known != null && differing() <= whole.length / 2) {
            known.heard().wrong(differing());
            take(known, next);
        } else {
            search();
        }
    }

    /** It is not the expected chunk, but says which it is. */
    private void named(long header) {
        Leg owner = legs.get(Chunks.leg(header));
        if (leg == null) {
            leg = owner;
        }
        Leg home = leg;
        expect(owner.number(), Chunks.number(header));
        home.heard().wrong(differing());
        if (owner.equals(home)) {
            take(owner, Chunks.number(header));
        } else {
            home.heard().mixed();
            filled = 0;
        }
    }

    private void take(Leg home, int number) {
        filled = 0;
        next = number + 1;
        home.heard().came(number);
        listener.chunk(home, number);
    }

    /** Drops what stands before the next header, or before what may yet become one. */
    private void search() {
        int headerBytes = Chunks.HEADER * width;
        int at = 1;
        while (at + headerBytes <= whole.length && headerAt(at) == Chunks.NONE) {
            at++;
        }
        if (leg != null) {
            leg.heard().wrong(at);
        }
        System.arraycopy(whole, at, whole, 0, whole.length - at);
        filled = whole.length - at;
    }

    private long headerAt(int at) {
        muLaw(at, Chunks.HEADER);
        long header = Chunks.read(codes, 0);
        boolean possible = header != Chunks.NONE && Chunks.leg(header) < legs.size();
        return possible
                        && Chunks.number(header)
                                < legs.get(Chunks.leg(header)).sent().count()
                ? header
                : Chunks.NONE;
    }

    private void muLaw(int at, int samples) {
        if (width == 1) {
            System.arraycopy(whole, at, codes, 0, samples);
        } else {
            MuLaw.fromLinear16(whole, at, codes, 0, samples);
        }
    }

    private void expect(int legNumber, int number) {
        if (width == 1) {
            chunks.write(legNumber, number, expected);
        } else {
            chunks.write(legNumber, number, codes);
            MuLaw.toLinear16(codes, 0, expected, 0, codes.length);
        }
    }

    private int differing() {
        int differing = 0;
        for (int i = 0; i < whole.length; i++) {
            differing += whole[i] == expected[i] ? 0 : 1;
        }
        return differing;
    }
}
