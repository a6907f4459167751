package io.sidetone.sim.load;

/**
 * The audio of a load: chunks of mu-law that say whose they are.
 *
 * <pre>
 *   magic (4)  leg (5)  number (6)  check (5)  body: pseudo-random, from leg and number alone
 * </pre>
 *
 * <p>The three numbers stand one hex digit to a byte, below 0xA0. The codes 0x7F and 0xFF never occur: both are zero, so
 * linear samples could not be told apart. Immutable; any thread.
 */
final class Chunks {
    /** Bytes, and samples, of a header. */
    static final int HEADER = 20;

    /** What {@link #read} says of bytes that are no header. */
    static final long NONE = -1;

    private static final byte[] MAGIC = {(byte) 0xB5, 0x3A, (byte) 0xD5, 0x2C};
    private static final int LEG_DIGITS = 5;
    private static final int NUMBER_DIGITS = 6;
    private static final int CHECK_DIGITS = 5;
    private static final int DIGIT = 0xA0;
    private static final int SAMPLES_PER_MS = 8;

    private final int bytes;

    /** @param frameMs milliseconds of one chunk */
    Chunks(int frameMs) {
        this.bytes = frameMs * SAMPLES_PER_MS;
    }

    /** Of one chunk as mu-law, which is also its samples. */
    int bytes() {
        return bytes;
    }

    /** Writes a leg's chunk, mu-law. */
    void write(int leg, int number, byte[] chunk) {
        System.arraycopy(MAGIC, 0, chunk, 0, MAGIC.length);
        int at = digits(leg, LEG_DIGITS, chunk, MAGIC.length);
        at = digits(number, NUMBER_DIGITS, chunk, at);
        at = digits(check(leg, number), CHECK_DIGITS, chunk, at);
        long seed = mixed(both(leg, number));
        for (int i = at; i < bytes; i += Long.BYTES) {
            long random = mixed(seed + i);
            for (int j = i; j < Math.min(i + Long.BYTES, bytes); j++, random >>>= Byte.SIZE) {
                int code = (int) random & 0xFF;
                chunk[j] = (byte) ((code & 0x7F) == 0x7F ? code ^ 1 : code);
            }
        }
    }

    /**
     * Whose chunk begins here.
     *
     * @param codes mu-law, {@value #HEADER} bytes of it from {@code at} on
     * @return for {@link #leg} and {@link #number}, or {@link #NONE}
     */
    static long read(byte[] codes, int at) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (codes[at + i] != MAGIC[i]) {
                return NONE;
            }
        }
        int leg = number(codes, at + MAGIC.length, LEG_DIGITS);
        int number = number(codes, at + MAGIC.length + LEG_DIGITS, NUMBER_DIGITS);
        int check = number(codes, at + MAGIC.length + LEG_DIGITS + NUMBER_DIGITS, CHECK_DIGITS);
        boolean sound = leg >= 0 && number >= 0 && check == check(leg, number);
        return sound ? both(leg, number) : NONE;
    }

    static int leg(long read) {
        return (int) (read >> Integer.SIZE);
    }

    static int number(long read) {
        return (int) read;
    }

    private static int digits(int value, int count, byte[] chunk, int at) {
        for (int i = 0; i < count; i++) {
            chunk[at + i] = (byte) (DIGIT | ((value >> (4 * (count - 1 - i))) & 0xF));
        }
        return at + count;
    }

    /** -1 if these are no digits. */
    private static int number(byte[] codes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            if ((codes[i] & 0xF0) != DIGIT) {
                return -1;
            }
            value = (value << 4) | (codes[i] & 0xF);
        }
        return value;
    }

    private static int check(int leg, int number) {
        return (int) (mixed(~both(leg, number)) & ((1 << (4 * CHECK_DIGITS)) - 1));
    }

    private static long both(int leg, int number) {
        return ((long) leg << Integer.SIZE) | number;
    }

    /** The finisher of SplitMix64: every bit of the input moves every bit of the output. */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
