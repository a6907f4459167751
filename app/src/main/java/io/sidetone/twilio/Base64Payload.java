package io.sidetone.twilio;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Decodes the standard, padded base64 of media payloads (RFC 4648 section 4) without garbage. */
final class Base64Payload {
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Base64Payload() {}

    /** Appends what {@code length} characters stand for to {@code out}. */
    static void decode(char[] text, int from, int length, ByteBuf out) throws BadTwilioMessage {
        if (length % 4 != 0) {
            throw bad("a length of " + length + " characters", "a multiple of 4, padded with =");
        }
        int end = from + length;
        int padding = length == 0 ? 0 : text[end - 1] != '=' ? 0 : text[end - 2] != '=' ? 1 : 2;
        int whole = padding == 0 ? end : end - 4;
        out.ensureWritable(length / 4 * 3);
        for (int i = from; i < whole; i += 4) {
            out.writeMedium(value(text, i, from) << 18
                    | value(text, i + 1, from) << 12
                    | value(text, i + 2, from) << 6
                    | value(text, i + 3, from));
        }
        if (padding > 0) {
            int bits = value(text, whole, from) << 18 | value(text, whole + 1, from) << 12;
            out.writeByte(bits >> 16);
            if (padding == 1) {
                out.writeByte((bits | value(text, whole + 2, from) << 6) >> 8);
            }
        }
    }

    private static int value(char[] text, int at, int from) throws BadTwilioMessage {
        char c = text[at];
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            throw bad("not base64 at character " + (at - from), "A-Z a-z 0-9 + / and = at the end");
        }
        return value;
    }

    private static BadTwilioMessage bad(String got, String expected) {
        return new BadTwilioMessage("'media' message: /media/payload", got, expected);
    }
}
