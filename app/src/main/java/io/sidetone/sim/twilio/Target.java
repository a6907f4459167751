package io.sidetone.sim.twilio;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/** What a simulated call is placed on. */
public sealed interface Target {

    /**
     * The whole way: the voice webhook is asked, and its TwiML followed.
     *
     * @param uri an {@code http} or {@code https} URL, with the query it is configured with
     */
    record VoiceUrl(URI uri) implements Target {
        public VoiceUrl {
            requireScheme("voice URL", uri, "http", "https");
        }
    }

    /**
     * Straight to a media socket, as somebody's own TwiML would start a stream.
     *
     * @param uri a {@code ws} or {@code wss} URL without a query (Twilio does not send one)
     * @param tracks what the stream carries
     */
    record MediaUrl(URI uri, Set<Track> tracks) implements Target {
        public MediaUrl {
            requireScheme("media URL", uri, "ws", "wss");
            if (tracks.isEmpty()) {
                throw new IllegalArgumentException("tracks: none (expected: inbound, outbound or both)");
            }
            tracks = Set.copyOf(tracks);
        }

        /** Both tracks on one socket. */
        public MediaUrl(URI uri) {
            this(uri, EnumSet.allOf(Track.class));
        }
    }

    private static void requireScheme(String what, URI uri, String plain, String secure) {
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !(plain.equalsIgnoreCase(scheme) || secure.equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException(
                    what + ": '" + uri + "' (expected: " + plain + "://host/path or " + secure + "://host/path)");
        }
    }
}
