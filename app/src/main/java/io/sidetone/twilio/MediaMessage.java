package io.sidetone.twilio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.call.Track;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message that comes fifty times a second and track, over its bytes and without garbage.
 *
 * <p>It knows a {@code media} message as Twilio and its look-alikes write it: strings without escapes, whole numbers,
 * perhaps spaces, the fields in any order. Of anything else it says no, and {@link TwilioMessageReader} has the word:
 * what this one reads, that one reads in the same way ({@code MediaMessageTest}). One serves all sockets of a loop; what
 * it has read is valid until it reads again.
 */
final class MediaMessage {
    private static final byte[] EVENT = ascii("event");
    private static final byte[] MEDIA = ascii("media");
    private static final byte[] TRACK = ascii("track");
    private static final byte[] TIMESTAMP = ascii("timestamp");
    private static final byte[] PAYLOAD = ascii("payload");
    private static final byte[] INBOUND = ascii("inbound");
    private static final byte[] OUTBOUND = ascii("outbound");
    private static final int MOST_DIGITS = 18;

    private byte[] text = new byte[0];
    private int end;
    private int at; // next byte to look at
    private int from; // of the string or number read last, without quotes
    private int to;

    private boolean isMedia;
    private @Nullable Track track;
    private long timestampMs;
    private int payloadFrom;
    private int payloadLength = 216; // of the last one too: 20 ms, as all but the first few are

    private byte[] base64 = new byte[0]; // the JDK's decoder, which has the processor's help, wants an array of its own
    private byte[] codes = new byte[0];
    private ByteBuf muLaw = Unpooled.EMPTY_BUFFER;

    /** @return whether {@code message} is a media message as nearly all are; if not, somebody else must read it */
    boolean read(byte[] message, int length) {
        text = message;
        end = length;
        at = 0;
        isMedia = false;
        track = null;
        timestampMs = -1;
        payloadFrom = -1;
        return message() && at == end && isMedia && track != null && timestampMs >= 0 && payloadFrom >= 0 && decode();
    }

    Track track() {
        if (track == null) {
            throw new IllegalStateException("nothing was read");
        }
        return track;
    }

    /** Milliseconds since the stream's start. */
    long timestampMs() {
        return timestampMs;
    }

    /** On the heap. */
    ByteBuf muLaw() {
        return muLaw;
    }

    private boolean message() {
        boolean mediaSeen = false;
        if (!take('{')) {
            return false;
        }
        do {
            if (!string() || !take(':')) {
                return false;
            }
            boolean isRead;
            if (is(EVENT)) {
                isRead = !isMedia && string() && is(MEDIA);
                isMedia = true;
            } else if (is(MEDIA)) {
                isRead = !mediaSeen && media();
                mediaSeen = true;
            } else {
                isRead = scalar();
            }
            if (!isRead) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean media() {
        if (!take('{')) {
            return false;
        }
        do {
            if (!string() || !take(':') || !mediaField()) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    /** A field that comes twice is unusual enough. */
    private boolean mediaField() {
        if (is(PAYLOAD)) {
            return payloadFrom < 0 && payload();
        } else if (is(TIMESTAMP)) {
            return timestampMs < 0 && scalar() && timestamp();
        } else if (is(TRACK)) {
            return track == null && string() && trackName();
        }
        return scalar();
    }

    private boolean trackName() {
        track = is(INBOUND) ? Track.INBOUND : is(OUTBOUND) ? Track.OUTBOUND : null;
        return track != null;
    }

    private boolean timestamp() {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        timestampMs = value;
        return to > from && to - from <= MOST_DIGITS && value <= TwilioMessageReader.LATEST_MS;
    }

    /** Most are as long as the one before; whether all of it is base64 shows as it is decoded. */
    private boolean payload() {
        skipSpaces();
        int guess = at + 1 + payloadLength;
        if (guess < end && text[at] == '"' && text[guess] == '"') {
            from = at + 1;
            to = guess;
            at = guess + 1;
        } else if (!string()) {
            return false;
        }
        payloadFrom = from;
        payloadLength = to - from;
        return (payloadLength & 3) == 0;
    }

    private boolean decode() {
        if (base64.length != payloadLength) {
            base64 = new byte[payloadLength];
        }
        int most = payloadLength / 4 * 3;
        if (codes.length < most) {
            codes = new byte[most];
            muLaw = Unpooled.wrappedBuffer(codes);
        }
        System.arraycopy(text, payloadFrom, base64, 0, payloadLength);
        try {
            muLaw.setIndex(0, Base64.getDecoder().decode(base64, codes));
            return true;
        } catch (IllegalArgumentException e) {
            return false; // where it is wrong is told by who reads it next
        }
    }

    // --- JSON (RFC 8259), as far as it goes here ---

    private boolean scalar() {
        skipSpaces();
        return at < end && (text[at] == '"' ? string() : wholeNumber());
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        from = at;
        while (at < end && text[at] != '"') {
            byte c = text[at];
            if (c < ' ' || c == '\\') { // not ASCII, a control character, or an escape
                return false;
            }
            at++;
        }
        to = at;
        return take('"');
    }

    private boolean wholeNumber() {
        from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        to = at;
        return to > from && to - from <= MOST_DIGITS && (text[from] != '0' || to - from == 1);
    }

    private boolean take(char c) {
        if (c != '"' || at >= end || text[at] != '"') { // no spaces are skipped within a string
            skipSpaces();
        }
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpaces() {
        while (at < end && text[at] == ' ') {
            at++;
        }
    }

    private boolean is(byte[] name) {
        return Arrays.equals(text, from, to, name, 0, name.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
