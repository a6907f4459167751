package io.sidetone.twiml;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A one-way audio stream from a call to us: what {@code <Start><Stream>} and the Streams resource take.
 *
 * <p>Parameter values may come from a caller ({@code From} of a SIP call, say), so characters that XML cannot carry are
 * replaced by U+FFFD there: no caller can talk us out of answering. Everything else comes from us and is refused.
 *
 * @param name unique within the call; also the handle for stopping the stream
 * @param url where Twilio connects: absolute {@code wss} without a query ({@code ws} on loopback, for simulated calls)
 * @param track which directions of the call's leg are sent
 * @param parameters given back in the stream's {@code start} message, in this order
 * @param statusCallback absolute URL that is told of start, stop and errors
 */
public record MediaStream(String name, URI url, Track track, Map<String, String> parameters, URI statusCallback) {
    /** A parameter's name and value together must stay below this number of characters. */
    static final int PARAMETER_LIMIT = 500;

    /** The directions, as seen from Twilio: inbound is what the leg's party says, outbound what it hears. */
    public enum Track {
        /** What the party on this leg says. */
        INBOUND("inbound_track"),
        /** What the party on this leg hears. */
        OUTBOUND("outbound_track"),
        /** What the party on this leg says, and what it hears. */
        BOTH("both_tracks");

        private final String wireName;

        Track(String wireName) {
            this.wireName = wireName;
        }

        /** The value Twilio knows the track by. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * Checks the values and keeps a copy of the parameters.
     *
     * @throws IllegalArgumentException if the URLs are not as described, or a parameter has 500 characters or more
     */
    public MediaStream {
        XmlText.require("the stream's name", name);
        Urls.requireMedia(url);
        Urls.requireCallback("the stream's status callback", statusCallback);
        Map<String, String> legal = new LinkedHashMap<>();
        parameters.forEach((key, value) -> legal.put(requireParameter(key, value), XmlText.replaceIllegal(value)));
        parameters = Collections.unmodifiableMap(legal);
    }

    private static String requireParameter(String key, String value) {
        XmlText.require("a stream parameter's name", key);
        int length = key.length() + value.length();
        if (length >= PARAMETER_LIMIT) {
            throw new IllegalArgumentException("the stream parameter " + key + " has " + length
                    + " characters, name and value together; Twilio takes fewer than " + PARAMETER_LIMIT);
        }
        return key;
    }
}
