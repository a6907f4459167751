package io.sidetone.twiml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code application/x-www-form-urlencoded} exactly as it was signed: names in byte order, values in the order they
 * came, blank values and all spaces kept, {@code +} as a space, percent-escapes as UTF-8.
 */
public final class FormBody {
    private FormBody() {}

    /**
     * The decoded parameters. A body of no bytes has none; a parameter without {@code =} has the empty value.
     *
     * @param body the raw bytes
     * @param maxParameters how many parameters are accepted, repeated ones counted each
     * @return unmodifiable, with unmodifiable lists
     * @throws MalformedRequestException if an escape is broken, the text is not UTF-8, or there are too many parameters
     */
    public static SortedMap<String, List<String>> parse(byte[] body, int maxParameters) {
        SortedMap<String, List<String>> form = new TreeMap<>();
        int count = 0;
        int start = 0;
        while (start < body.length) {
            int end = indexOf(body, '&', start, body.length);
            if (end > start) {
                if (++count > maxParameters) {
                    throw new MalformedRequestException(
                            "the form has more than " + maxParameters + " parameters, the most that is accepted");
                }
                int equals = indexOf(body, '=', start, end);
                String name = decode(body, start, equals);
                String value = equals == end ? "" : decode(body, equals + 1, end);
                form.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        form.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableSortedMap(form);
    }

    private static int indexOf(byte[] body, char wanted, int from, int to) {
        int i = from;
        while (i < to && body[i] != wanted) {
            i++;
        }
        return i;
    }

    private static String decode(byte[] body, int from, int to) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (body[i] == '%') {
                decoded[length++] = escaped(body, i, to);
                i += 2;
            } else {
                decoded[length++] = body[i] == '+' ? (byte) ' ' : body[i];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRequestException("the form is not UTF-8 between bytes " + from + " and " + to, e);
        }
    }

    private static byte escaped(byte[] body, int percent, int to) {
        int high = percent + 2 < to ? Character.digit(body[percent + 1], 16) : -1;
        int low = percent + 2 < to ? Character.digit(body[percent + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedRequestException(
                    "the form has a % at byte " + percent + " that is not followed by two hexadecimal digits");
        }
        return (byte) (high << 4 | low);
    }
}
