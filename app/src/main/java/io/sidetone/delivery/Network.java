package io.sidetone.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A range of addresses, such as {@code 169.254.10.0/24} or {@code fe80::/64}. */
@SuppressWarnings("ArrayRecordComponent") // four or sixteen bytes, never handed out
public record Network(byte[] address, int bits) {
    private static final Pattern NOTATION = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(\\d{1,3})");

    /** @throws IllegalArgumentException saying what was expected */
    public static Network parse(String text) {
        Matcher matcher = NOTATION.matcher(text);
        try {
            if (matcher.matches()) {
                byte[] address = InetAddress.getByName(matcher.group(1)).getAddress(); // of this shape, never looked up
                int bits = Integer.parseInt(matcher.group(2));
                if (bits <= address.length * Byte.SIZE) {
                    return new Network(address, bits);
                }
            }
        } catch (UnknownHostException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, @Nullable UnknownHostException cause) {
        return new IllegalArgumentException(
                "network \"" + text + "\"; expected an address and its bits, such as 169.254.10.0/24", cause);
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((bytes[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are always an address", e);
        }
    }
}
