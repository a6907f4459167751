package io.sidetone.twilio;

import io.netty.buffer.ByteBuf;
import io.sidetone.call.Track;
import java.util.List;
import java.util.Map;

/**
 * One message of a Twilio media stream.
 *
 * <p>Source: Twilio, "Media Streams: WebSocket messages".
 */
sealed interface TwilioMessage {

    record Start(
            String streamSid,
            String callSid,
            String accountSid,
            List<Track> tracks,
            MediaFormat format,
            Map<String, String> parameters)
            implements TwilioMessage {}

    /** What the stream will carry. Twilio documents one value only, but already models others. */
    record MediaFormat(String encoding, int sampleRateHz, int channels) {
        static final MediaFormat MULAW_8K = new MediaFormat("audio/x-mulaw", 8_000, 1);

        @Override
        public String toString() {
            return encoding + " " + sampleRateHz + " Hz, " + channels + " channel(s)";
        }
    }

    /**
     * A slice of one track's audio.
     *
     * @param timestampMs milliseconds since the stream's start
     * @param muLaw valid until the next message is read
     */
    record Media(Track track, long timestampMs, ByteBuf muLaw) implements TwilioMessage {}

    /**
     * A key was pressed; only on bidirectional streams. Which one it was is forgotten as it is read.
     *
     * @param pauseKey it was the one that pauses and resumes
     */
    record Dtmf(Track track, boolean pauseKey) implements TwilioMessage {}

    record Stop() implements TwilioMessage {}

    /** Known and of no use: {@code connected}, {@code mark}. */
    record Noted(String event) implements TwilioMessage {}

    /** Tomorrow's news: counted and ignored. */
    record Unknown(String event) implements TwilioMessage {}
}
