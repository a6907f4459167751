package io.sidetone.sim.deepgram;

import io.sidetone.codec.ALaw;
import io.sidetone.codec.MuLaw;
import java.util.Arrays;
import java.util.Optional;

/** The raw encodings the emulator can hear. */
public enum Encoding {
    LINEAR16("linear16", 2) {
        @Override
        public short decode(byte[] bytes, int at) {
            return (short) ((bytes[at] & 0xFF) | bytes[at + 1] << 8);
        }
    },
    MULAW("mulaw", 1) {
        @Override
        public short decode(byte[] bytes, int at) {
            return MuLaw.decode(bytes[at]);
        }
    },
    ALAW("alaw", 1) {
        @Override
        public short decode(byte[] bytes, int at) {
            return ALaw.decode(bytes[at]);
        }
    };

    private final String wireName;
    private final int bytesPerSample;

    Encoding(String wireName, int bytesPerSample) {
        this.wireName = wireName;
        this.bytesPerSample = bytesPerSample;
    }

    static Optional<Encoding> of(String wireName) {
        return Arrays.stream(values()).filter(e -> e.wireName.equals(wireName)).findFirst();
    }

    public int bytesPerSample() {
        return bytesPerSample;
    }

    /** The linear sample whose first byte stands at {@code at}. */
    public abstract short decode(byte[] bytes, int at);
}
