package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes messages anew, a little or quite differently; some are no messages any more. */
final class Spoiler {
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "7",
            "-1",
            "12.0",
            "0.1",
            "0.30000000000000004",
            "123456789012345.6",
            "12345678901234.5",
            "0.12345678901234",
            "0.123456789012345",
            "999999999999999",
            "9007199254740993",
            "2147483648",
            "9223372036854775808",
            "1e400",
            "-1E+2",
            "4.9e-324",
            "1.7976931348623157e308",
            "1e99999999999",
            "0.00000000000000000000000001",
            "9".repeat(99),
            "9".repeat(101),
            "9".repeat(1_001),
            "0." + "3".repeat(1_001),
            "01",
            "1.",
            ".5",
            "+1",
            "NaN",
            "1e");
    private static final List<String> OTHERS = List.of(
            "null",
            "true",
            "false",
            "\"true\"",
            "\"1.5\"",
            "\" 7 \"",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[[]]",
            "[1,\"a\",null]",
            "[{}]",
            "{\"name\":\"n\"}",
            "\"\\ud83d\"",
            "\"\\ude00\\ud83d\"",
            "\"\\u0000\"",
            "\"\\q\"",
            "nul",
            "[".repeat(999) + "]".repeat(999),
            "[".repeat(1_001) + "]".repeat(1_001));
    private static final byte[][] PIECES = {
        bytes("\""),
        bytes("\\"),
        bytes("{"),
        bytes("}"),
        bytes("["),
        bytes("]"),
        bytes(","),
        bytes(":"),
        bytes(" "),
        bytes("\u00e9"),
        bytes("\u20ac"),
        bytes("\ud83d\ude00"),
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xF0, (byte) 0x9F},
        {0},
        {'\n'},
        {0x7F}
    };

    private final Random random;

    Spoiler(Random random) {
        this.random = random;
    }

    byte[] rewritten(JsonNode message) {
        StringBuilder text = new StringBuilder();
        write(message, text, random.nextInt(4) == 0 ? 0 : 40);
        if (random.nextInt(20) == 0) {
            text.insert(0, random.nextBoolean() ? "\ufeff" : " \n");
        }
        if (random.nextInt(20) == 0) {
            text.append(random.nextBoolean() ? "}" : " {\"type\":");
        }
        return text.toString().getBytes(random.nextInt(40) == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    }

    /** @param oneIn how rarely anything is changed; 0 for never */
    private void write(JsonNode node, StringBuilder text, int oneIn) {
        if (happens(oneIn)) {
            text.append(pick(random.nextBoolean() ? NUMBERS : OTHERS));
        } else if (node.isObject()) {
            object(node, text, oneIn);
        } else if (node.isArray()) {
            String between = "[";
            for (JsonNode element : node) {
                text.append(between);
                write(element, text, oneIn);
                between = random.nextInt(8) == 0 ? " , " : ",";
            }
            text.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isNumber() && random.nextInt(4) == 0) {
            number(text);
        } else if (node.isTextual()) {
            string(node.textValue(), text, oneIn);
        } else {
            text.append(node);
        }
    }

    private void object(JsonNode node, StringBuilder text, int oneIn) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
        if (happens(oneIn / 8)) {
            Collections.shuffle(fields, random);
        }
        if (happens(oneIn / 4) && !fields.isEmpty()) {
            fields.remove(random.nextInt(fields.size()));
        }
        if (happens(oneIn / 4) && !fields.isEmpty()) {
            fields.add(random.nextInt(fields.size() + 1), pick(fields)); // twice; the value may come out differently
        }
        text.append('{');
        for (int i = 0; i < fields.size(); i++) {
            text.append(i == 0 ? "" : ",");
            string(fields.get(i).getKey(), text, oneIn * 4);
            text.append(random.nextInt(8) == 0 ? " : " : ":");
            write(fields.get(i).getValue(), text, oneIn);
        }
        text.append('}');
    }

    private void number(StringBuilder text) {
        text.append(
                switch (random.nextInt(4)) {
                    case 0 -> Double.toString(random.nextDouble());
                    case 1 -> Float.toString(random.nextFloat() * 1_000);
                    case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
                    default -> random.nextInt(1_000) + "." + random.nextInt(10_000_000);
                });
    }

    private void string(String value, StringBuilder text, int oneIn) {
        text.append('"');
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (happens(oneIn)) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        if (happens(oneIn * 2)) {
            text.append(random.nextBoolean() ? "\\ud83d\\ude00\\n\\/" : "\u65e5\ud83d\ude00");
        }
        text.append('"');
    }

    /** The same bytes but for one place. */
    byte[] wounded(byte[] message) {
        int at = random.nextInt(message.length);
        int length = Math.min(message.length - at, 1 + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> join(message, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 1 -> join(message, at, PIECES[random.nextInt(PIECES.length)], at + 1);
            case 2 -> join(message, at, PIECES[random.nextInt(PIECES.length)], at);
            case 3 -> join(message, at, new byte[0], at + length); // a piece is missing
            case 4 ->
                join(message, at + length, Arrays.copyOfRange(message, at, at + length), at + length); // or comes twice
            default -> join(message, at, new byte[0], message.length); // the end is missing
        };
    }

    private static byte[] join(byte[] message, int end, byte[] between, int start) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(message, 0, end);
        all.writeBytes(between);
        all.write(message, start, message.length - start);
        return all.toByteArray();
    }

    private boolean happens(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
