package io.sidetone.twiml;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Pause;
import com.twilio.twiml.voice.Reject;
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
     * The answer as TwiML: one line of XML. Any thread; takes some tenths of a millisecond once the
     * builder is warm: see {@link WarmUp}.
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
}
