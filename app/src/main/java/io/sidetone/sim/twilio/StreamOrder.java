package io.sidetone.sim.twilio;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A media stream as somebody asked for it.
 *
 * @param uri as the signature sees it
 * @param name null: callbacks name it by its SID
 * @param parameters in the order they were given
 * @param statusCallback null: nobody wants to know
 */
record StreamOrder(
        URI uri,
        @Nullable String name,
        Set<Track> tracks,
        Map<String, String> parameters,
        @Nullable URI statusCallback) {}
