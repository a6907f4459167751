package io.sidetone.sim.twilio;

import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the REST API answers about one call's streams, and what it does to them. Confined to the call's loop. */
final class RestDesk {
    private static final int MOST_PARAMETERS = 99;

    private final Line line;
    private final Streams streams;
    private int failuresLeft;

    RestDesk(Line line, Streams streams) {
        this.line = line;
        this.streams = streams;
        this.failuresLeft = line.quirks()
                .first(Quirk.RestFails.class)
                .map(Quirk.RestFails::times)
                .orElse(0);
    }

    /**
     * Starts a stream, or stops one.
     *
     * @param up whether that leg's party is on the line
     * @param stream SID or name of the stream to stop; empty to start one
     */
    RestAnswer answer(String callSid, boolean up, Optional<String> stream, Map<String, String> form) {
        if (failuresLeft > 0) {
            failuresLeft--;
            return RestAnswer.broken();
        }
        if (!up || line.quirks().has(Quirk.Rest.SAYS_CALL_IS_OVER)) {
            return RestAnswer.notInProgress();
        }
        return stream.map(name -> stop(callSid, name, form)).orElseGet(() -> start(callSid, form));
    }

    private RestAnswer start(String callSid, Map<String, String> form) {
        Set<Track> tracks = tracks(form.getOrDefault("Track", "inbound_track"));
        URI uri = uri(form.get("Url"));
        if (tracks == null || uri == null) {
            return RestAnswer.bad("Url or Track is invalid: " + form.get("Url") + ", " + form.get("Track"));
        }
        URI status = uri(form.get("StatusCallback"));
        StreamOrder order = new StreamOrder(uri, form.get("Name"), tracks, parameters(form), status);
        String streamSid = streams.openOn(callSid, order);
        String name = order.name() == null ? streamSid : order.name();
        return RestAnswer.stream(201, line.accountSid(), callSid, streamSid, name, "in-progress");
    }

    private RestAnswer stop(String callSid, String sidOrName, Map<String, String> form) {
        if (!"stopped".equals(form.get("Status"))) {
            return RestAnswer.bad("Status is invalid: " + form.get("Status"));
        }
        return streams.stopOn(callSid, sidOrName)
                .map(sid -> RestAnswer.stream(200, line.accountSid(), callSid, sid, sidOrName, "stopped"))
                .orElseGet(() -> RestAnswer.unknown("Streams/" + sidOrName));
    }

    private static @Nullable Set<Track> tracks(String wire) {
        return switch (wire) {
            case "inbound_track" -> EnumSet.of(Track.INBOUND);
            case "outbound_track" -> EnumSet.of(Track.OUTBOUND);
            case "both_tracks" -> EnumSet.allOf(Track.class);
            default -> null;
        };
    }

    private static @Nullable URI uri(@Nullable String text) {
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, String> parameters(Map<String, String> form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i <= MOST_PARAMETERS; i++) {
            String name = form.get("Parameter" + i + ".Name");
            if (name != null) {
                parameters.put(name, form.getOrDefault("Parameter" + i + ".Value", ""));
            }
        }
        return parameters;
    }
}
