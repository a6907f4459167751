package io.sidetone.twiml;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Values that several tests share. */
final class Samples {
    static final URI MEDIA = URI.create("wss://bridge.example.com/twilio/media/tok-1");
    static final URI STREAM_STATUS = URI.create("https://bridge.example.com/twilio/stream-status");
    static final URI CALL_STATUS = URI.create("https://bridge.example.com/twilio/call-status");
    static final URI DIAL_ENDED = URI.create("https://bridge.example.com/twilio/dial-ended?session=s_1&x=%26");
    static final DialTarget NUMBER = new DialTarget.PhoneNumber("+15005550010");

    private Samples() {}

    static MediaStream stream(Map<String, String> parameters) {
        return new MediaStream("legs", MEDIA, MediaStream.Track.BOTH, parameters, STREAM_STATUS);
    }

    static MediaStream streamTo(String url) {
        return new MediaStream("legs", URI.create(url), MediaStream.Track.BOTH, Map.of(), STREAM_STATUS);
    }

    static Dialing dialing(DialTarget target) {
        return new Dialing(target, Duration.ofSeconds(20), DIAL_ENDED, CALL_STATUS, null);
    }

    static SortedMap<String, List<String>> form(String encoded) {
        return FormBody.parse(encoded.getBytes(StandardCharsets.UTF_8), 100);
    }
}
