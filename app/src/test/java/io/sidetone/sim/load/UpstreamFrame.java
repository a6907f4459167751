package io.sidetone.sim.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;

/** A masked WebSocket frame as it came over the wire, its key included, so that it can be sent on any connection. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record UpstreamFrame(byte[] bytes, int payloadAt) {
    private static final int BINARY = 0x82;
    private static final int LONG = 126;
    private static final int KEY_BYTES = 4;

    static UpstreamFrame read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7F;
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(kind);
        head.write(0x80 | length);
        if (length >= LONG) { // 65,536 bytes and more do not occur here
            length = in.readUnsignedShort();
            head.write(length >> 8);
            head.write(length);
        }
        int payloadAt = head.size() + KEY_BYTES;
        byte[] bytes = Arrays.copyOf(head.toByteArray(), payloadAt + length);
        in.readFully(bytes, head.size(), KEY_BYTES + length);
        return new UpstreamFrame(bytes, payloadAt);
    }

    /** How many chunks it carries: linear16, 20 ms each. A server that is late sends fewer than it would. */
    int chunks() {
        return (bytes.length - payloadAt) / (2 * new Chunks(20).bytes());
    }

    boolean audio() {
        return (bytes[0] & 0xFF) == BINARY;
    }

    /** One bit of its last byte the other way round: masked or not, the same bit of the audio. */
    UpstreamFrame flipped() {
        byte[] flipped = bytes.clone();
        flipped[flipped.length - 1] ^= 0x10;
        return new UpstreamFrame(flipped, payloadAt);
    }

    /** Without its last byte. */
    UpstreamFrame cut() {
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        int length = cut.length - payloadAt;
        cut[2] = (byte) (length >> 8);
        cut[3] = (byte) length;
        return new UpstreamFrame(cut, payloadAt);
    }
}
