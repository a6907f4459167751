package io.sidetone.call;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a stream introduces itself.
 *
 * @param callId the minted id, or the CallSid for a stream from somebody's own TwiML
 * @param minted the callId is ours: only such streams may join a call by it
 * @param tracks the tracks to expect, in Twilio's order
 * @param from the caller, E.164, {@code client:…} or a SIP URI; null if nobody said
 * @param to the called number, likewise
 * @param roles roles given for this stream; tracks without one take the settings'
 * @param gated the outbound track waits until the other side answers
 * @param speech what this stream asks of the vendor
 * @param labels fixed attributes for filters
 * @param parameters all stream parameters that are not reserved, as given
 */
public record StreamStart(
        String callId,
        boolean minted,
        String callSid,
        String streamSid,
        String accountSid,
        List<Track> tracks,
        String direction,
        @Nullable String from,
        @Nullable String to,
        Map<Track, String> roles,
        boolean gated,
        SpeechWishes speech,
        Map<String, String> labels,
        Map<String, String> parameters) {
    public StreamStart {
        tracks = tracks.stream().distinct().toList();
        roles = Map.copyOf(roles);
        labels = Map.copyOf(labels);
        parameters = Map.copyOf(parameters);
    }
}
