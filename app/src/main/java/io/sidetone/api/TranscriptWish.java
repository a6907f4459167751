package io.sidetone.api;

import io.sidetone.api.export.Format;
import io.sidetone.api.export.Look;
import io.sidetone.api.export.Transcript;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a transcript.
 *
 * @param legs by their ids; empty: all
 * @param roles of legs; empty: all
 */
record TranscriptWish(Format format, Look look, Set<String> legs, Set<String> roles) {

    /** @throws Refused naming what will not do, or what this format has no use for */
    static TranscriptWish of(Question asked, ApiLimits limits) {
        Query query = Query.of(asked, limits);
        Format format = format(asked, query);
        Look usual = Look.usual(format);
        Set<String> legs = query.list("legs");
        Set<String> roles = query.list("roles");
        boolean clock = format == Format.TEXT && isClock(query);
        ZoneId zone = clock ? zone(query) : ZoneOffset.UTC;
        Look.Names names = format == Format.JSON || format == Format.NDJSON ? usual.names() : names(query, usual);
        int maxLine = usual.maxLine();
        int maxLines = usual.maxLines();
        if (format.isSubtitles()) {
            maxLine = (int) query.number("maxLine", Look.LEAST_LINE, Look.MOST_LINE, maxLine);
            maxLines = (int) query.number("maxLines", 1, Look.MOST_LINES, maxLines);
        }
        query.nothingElse();
        return new TranscriptWish(format, new Look(clock, zone, names, maxLine, maxLines), legs, roles);
    }

    private static Format format(Question asked, Query query) {
        Map<String, Format> formats = new LinkedHashMap<>();
        Arrays.stream(Format.values()).forEach(it -> formats.put(it.wireName(), it));
        Format wanted = query.choice("format", formats);
        String extension = asked.variables().get("extension");
        if (extension == null) {
            return wanted != null ? wanted : Accept.of(asked.accept());
        }
        Format named = Format.ofExtension(extension)
                .orElseThrow(() -> Refused.notFound("no transcript ends in ." + extension + " (expected: "
                        + Arrays.stream(Format.values()).map(Format::extension).collect(Collectors.joining(", "))
                        + ")"));
        if (wanted != null && wanted != named) {
            throw Refused.parameterIs("format", wanted.wireName(), "what the address ends in, or nothing");
        }
        return named;
    }

    private static boolean isClock(Query query) {
        return Boolean.TRUE.equals(query.choice("time", Map.of("offset", false, "clock", true)));
    }

    private static ZoneId zone(Query query) {
        String zone = query.text("tz");
        try {
            return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Refused.parameterIs("tz", zone, "a time zone, such as Europe/Berlin or +02:00");
        }
    }

    private static Look.Names names(Query query, Look usual) {
        Map<String, Look.Names> all = new LinkedHashMap<>();
        all.put("role", Look.Names.ROLE);
        all.put("name", Look.Names.NAME);
        all.put("both", Look.Names.BOTH);
        Look.Names names = query.choice("names", all);
        return names == null ? usual.names() : names;
    }

    /** @throws Refused if the call has no such leg or role */
    Transcript chosen(Transcript whole) {
        if (legs.isEmpty() && roles.isEmpty()) {
            return whole;
        }
        check("legs", legs, whole, Transcript.Leg::legId);
        check("roles", roles, whole, Transcript.Leg::role);
        return whole.only(whole.legs().stream()
                .filter(leg -> legs.isEmpty() || legs.contains(leg.legId()))
                .filter(leg -> roles.isEmpty() || roles.contains(leg.role()))
                .map(Transcript.Leg::legId)
                .collect(Collectors.toSet()));
    }

    private static void check(
            String name, Set<String> wanted, Transcript whole, Function<Transcript.Leg, String> property) {
        Set<String> there = whole.legs().stream().map(property).collect(Collectors.toCollection(TreeSet::new));
        @Nullable String missing =
                wanted.stream().filter(it -> !there.contains(it)).findFirst().orElse(null);
        if (missing != null) {
            throw Refused.parameterIs(
                    name,
                    missing,
                    there.isEmpty() ? "none: the call has no legs yet" : "one or more of " + String.join(", ", there));
        }
    }
}
