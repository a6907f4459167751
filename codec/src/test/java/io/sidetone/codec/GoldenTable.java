package io.sidetone.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** One law as {@code src/test/golden/g711.py} wrote it down from the Recommendation. */
final class GoldenTable {

    private final Short[] decodedByCode;
    private final Byte[] codeBySample;

    private GoldenTable(Short[] decodedByCode, Byte[] codeBySample) {
        this.decodedByCode = decodedByCode;
        this.codeBySample = codeBySample;
    }

    static GoldenTable of(String law) {
        Short[] decoded = new Short[256];
        Byte[] codes = new Byte[65536];
        try (BufferedReader lines = open(law)) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> take(line, decoded, codes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GoldenTable(decoded, codes);
    }

    int code(int sample) {
        return Objects.requireNonNull(codeBySample[sample + 32768], "no row for this sample") & 0xFF;
    }

    short decoded(int code) {
        return Objects.requireNonNull(decodedByCode[code], "no row for this code");
    }

    private static void take(String line, Short[] decoded, Byte[] codes) {
        String[] cells = line.split(",", -1);
        int code = Integer.parseInt(cells[0], 16);
        decoded[code] = Short.valueOf(cells[3]);
        int low = Integer.parseInt(cells[1]) + 32768;
        int high = Integer.parseInt(cells[2]) + 32768;
        Arrays.fill(codes, low, high + 1, (byte) code);
    }

    private static BufferedReader open(String law) {
        var stream = Objects.requireNonNull(GoldenTable.class.getResourceAsStream("/golden/" + law + ".csv"));
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
    }
}
