package io.sidetone.twilio;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sidetone.call.SpeechWishes;
import io.sidetone.call.StreamStart;
import io.sidetone.call.Track;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names that stream parameters have with us; everything else is kept with the call as given. */
final class StreamParameters {
    private static final Logger log = LoggerFactory.getLogger(StreamParameters.class);

    static final String SESSION = "session";
    static final String GATE = "gate";
    static final String ROLE_INBOUND = "role.inbound";
    static final String ROLE_OUTBOUND = "role.outbound";
    static final String FROM = "from";
    static final String TO = "to";
    static final String DIRECTION = "direction";
    private static final String LANGUAGE = "language";
    private static final String MODEL = "model";
    private static final String KEYTERMS = "keyterms";
    private static final String LABEL = "label.";

    private static final Set<String> DECIDED_HERE = Set.of(SESSION, GATE, FROM, TO, DIRECTION);
    private static final int LONGEST_NAME = 64;

    private final Map<String, String> given;

    StreamParameters(Map<String, String> given) {
        this.given = given;
    }

    /**
     * What the call is told of a stream.
     *
     * @param minted the call that our own TwiML started the stream for, or null for somebody else's TwiML: then a
     *     session or a gate that is claimed means nothing
     */
    StreamStart describe(TwilioMessage.Start start, MintedCalls.@Nullable Minted minted) {
        Map<String, String> others = new HashMap<>(given);
        List.of(SESSION, GATE, ROLE_INBOUND, ROLE_OUTBOUND, FROM, TO, DIRECTION, LANGUAGE, MODEL, KEYTERMS)
                .forEach(others::remove);
        Map<String, String> labels = new HashMap<>();
        others.keySet().removeIf(name -> {
            boolean label = name.startsWith(LABEL) && name.length() > LABEL.length();
            if (label) {
                labels.put(name.substring(LABEL.length()), others.get(name));
            }
            return label;
        });
        return new StreamStart(
                minted != null ? minted.callId() : start.callSid(),
                minted != null,
                start.callSid(),
                start.streamSid(),
                start.accountSid(),
                start.tracks(),
                given.getOrDefault(DIRECTION, "inbound"),
                given.get(FROM),
                given.get(TO),
                roles(),
                minted != null && given.containsKey(GATE),
                speech(),
                labels,
                others);
    }

    /**
     * What the query of a voice URL asks for its calls, such as {@code ?language=fr&label.queue=heating}:
     * everything but what we decide ourselves. Names that are too long for Twilio are left out.
     */
    static Map<String, String> asked(String uri) {
        Map<String, String> asked = new TreeMap<>();
        query(uri).forEach((name, values) -> {
            if (!DECIDED_HERE.contains(name) && !name.isEmpty() && name.length() <= LONGEST_NAME) {
                asked.put(name, values.get(0));
            }
        });
        return asked;
    }

    /** The query of a request; none if it cannot be read, since a caller is not turned away for that. */
    static Map<String, List<String>> query(String uri) {
        try {
            return new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException e) {
            log.warn("a query is passed over that is not well formed (expected: % and two hex digits): {}", uri);
            return Map.of();
        }
    }

    private Map<Track, String> roles() {
        Map<Track, String> roles = new EnumMap<>(Track.class);
        putIfGiven(roles, Track.INBOUND, ROLE_INBOUND);
        putIfGiven(roles, Track.OUTBOUND, ROLE_OUTBOUND);
        return roles;
    }

    private void putIfGiven(Map<Track, String> roles, Track track, String name) {
        String role = given.getOrDefault(name, "");
        if (!role.isBlank()) {
            roles.put(track, role.strip());
        }
    }

    private SpeechWishes speech() {
        List<String> keyterms = Arrays.stream(given.getOrDefault(KEYTERMS, "").split(",", -1))
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .toList();
        return new SpeechWishes(given.get(LANGUAGE), given.get(MODEL), keyterms);
    }
}
