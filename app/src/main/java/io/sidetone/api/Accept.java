package io.sidetone.api;

import io.sidetone.api.export.Format;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Chooses by {@code Accept} (RFC 9110, 12.5.1): the highest quality, and of equals the first named. */
final class Accept {
    private record Range(String type, double quality) {
        static Range of(String text) {
            String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip();
                if (parameter.matches("q=[01](\\.[0-9]{0,3})?")) {
                    quality = Double.parseDouble(parameter.substring(2));
                }
            }
            return new Range(parts[0].strip(), quality);
        }

        boolean takes(Format format) {
            String type = format.contentType().split(";", -1)[0];
            return this.type.equals("*/*")
                    || this.type.equals(type)
                    || (this.type.endsWith("/*") && type.startsWith(this.type.substring(0, this.type.length() - 1)));
        }
    }

    private Accept() {}

    /**
     * JSON, if nothing else is asked for.
     *
     * @throws Refused if none of ours is taken
     */
    static Format of(String header) {
        if (header.isBlank()) {
            return Format.JSON;
        }
        List<Range> ranges = Arrays.stream(header.split(",", -1))
                .map(Range::of)
                .filter(it -> it.quality() > 0)
                .sorted(Comparator.comparingDouble(Range::quality).reversed())
                .toList();
        for (Range range : ranges) {
            for (Format format : Format.values()) {
                if (range.takes(format)) {
                    return format;
                }
            }
        }
        throw Refused.notAcceptable("a transcript can be had as "
                + Arrays.stream(Format.values()).map(Format::contentType).collect(Collectors.joining(", ")));
    }
}
