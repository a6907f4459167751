package io.sidetone.twiml;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Hangup;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link DialEnded}: a caller who was connected is done; one who was not gets the fallback, once.
 *
 * <p>The fallback's own dial-ended URL carries {@code fallback=used}; Twilio signs it with the rest of the URL. The
 * request for it must be answered with {@code fallbackUsed} set, and then the call always ends: no loop is possible.
 *
 * @param fallback what is tried for a caller whom the first target did not take, or null for nothing
 */
public record AfterDial(@Nullable Fallback fallback) {
    private static final String USED = "fallback=used";

    /**
     * The answer as TwiML.
     *
     * @param ended how the dial ended
     * @param fallbackUsed whether that dial was the fallback: see {@link #fallbackUsed}
     * @param first how the first target was dialled; the fallback keeps its timeout, caller id and URLs
     */
    public String twiml(DialEnded ended, boolean fallbackUsed, Dialing first) {
        VoiceResponse.Builder response = new VoiceResponse.Builder();
        if (fallback == null || fallbackUsed || !ended.notReached()) {
            response.hangup(new Hangup.Builder().build());
        } else if (fallback instanceof Fallback.Dial dial) {
            response.dial(Verbs.dial(first.redirected(dial.target(), markUsed(first.dialEnded()))));
        } else if (fallback instanceof Fallback.Say say) {
            response.say(Verbs.say(say.announcement()));
            response.hangup(new Hangup.Builder().build());
        }
        return Verbs.xml(response);
    }

    /**
     * Whether a dial-ended request is about the fallback.
     *
     * @param rawQuery the query of the request's target, undecoded; null if it has none
     */
    public static boolean fallbackUsed(@Nullable String rawQuery) {
        return rawQuery != null && ("&" + rawQuery + "&").contains("&" + USED + "&");
    }

    private static URI markUsed(URI dialEnded) {
        if (fallbackUsed(dialEnded.getRawQuery())) {
            return dialEnded;
        }
        String separator = dialEnded.getRawQuery() == null ? "?" : "&";
        return URI.create(dialEnded + separator + USED);
    }
}
