package io.sidetone.twiml;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Pause;
import com.twilio.twiml.voice.Reject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call that comes in: first the announcement, then the stream, then the connection. Nothing is streamed
 * before the caller has heard the announcement.
 *
 * <p>With a stream and nobody to dial, the call is kept up by silence until the caller hangs up or Twilio's own limit of
 * four hours ends it. With neither, it ends after the announcement; with nothing at all the
 * call is refused as busy, before it costs anything.
 *
 * @param announcement what the caller hears first, or null
 * @param stream the audio that is sent to us, or null when the call is to go on without (full, draining)
 * @param dialing whom the caller is connected to, or null
 */
public record InboundAnswer(
        @Nullable Announcement announcement,
        @Nullable MediaStream stream,
        @Nullable Dialing dialing) {
    private static final int PAUSE_SECONDS = 3600;
    /** Twilio ends a call after four hours; several pauses, as no document says how long one may be. */
    private static final int PAUSES = 4;

    /**
     * The answer while no stream can be taken (full, draining): the caller is connected without being announced what does
     * not happen. With nobody to dial the caller hears busy.
     */
    public InboundAnswer plain() {
        return new InboundAnswer(null, null, dialing);
    }

    /**
     * The answer as TwiML: one line of XML. Any thread; takes well under a millisecond once {@link #warmUp} has run.
     *
     * @throws IllegalArgumentException if the document is larger than Twilio takes (64 KB)
     */
    public String twiml() {
        VoiceResponse.Builder response = new VoiceResponse.Builder();
        if (announcement != null) {
            response.say(Verbs.say(announcement));
        }
        if (stream != null) {
            response.start(Verbs.start(stream));
        }
        if (dialing != null) {
            response.dial(Verbs.dial(dialing));
        } else if (stream != null) {
            for (int i = 0; i < PAUSES; i++) {
                response.pause(new Pause.Builder().length(PAUSE_SECONDS).build());
            }
        } else if (announcement == null) {
            response.reject(new Reject.Builder().reason(Reject.Reason.BUSY).build());
        } else {
            response.hangup(new Hangup.Builder().build());
        }
        return Verbs.xml(response);
    }

    /**
     * Builds one full answer and forgets it. twilio-java's first document costs some hundred milliseconds (class
     * loading, XML factories); call this once at start, so that no caller waits for it.
     */
    public static void warmUp() {
        URI callback = URI.create("https://localhost/");
        MediaStream stream = new MediaStream(
                "warm-up", URI.create("wss://localhost/"), MediaStream.Track.BOTH, Map.of("a", "b"), callback);
        Dialing dialing =
                new Dialing(new DialTarget.Client("warm-up"), Duration.ofSeconds(30), callback, callback, null);
        String unused = new InboundAnswer(Announcement.of("warm-up"), stream, dialing).twiml();
    }
}
