package io.sidetone.twilio;

import io.sidetone.twiml.AfterDial;
import io.sidetone.twiml.Announcement;
import io.sidetone.twiml.DialTarget;
import io.sidetone.twiml.Dialing;
import io.sidetone.twiml.Fallback;
import io.sidetone.twiml.InboundAnswer;
import io.sidetone.twiml.MediaStream;
import io.sidetone.twiml.VoiceRequest;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants callers to be answered.
 *
 * @param target whom to dial, or null for nobody: the call is kept up and transcribed
 * @param inboundRole role of the caller's side
 * @param outboundRole role of the dialled side
 * @param parameters given to every stream
 */
public record AnswerPlan(
        @Nullable Announcement announcement,
        @Nullable DialTarget target,
        Duration dialTimeout,
        @Nullable String callerId,
        @Nullable Fallback fallback,
        String inboundRole,
        String outboundRole,
        Map<String, String> parameters) {
    private static final String SESSION_QUERY = "?session=";

    public AnswerPlan {
        parameters = Map.copyOf(parameters);
    }

    /** The answer with a stream that leads to {@code call}. */
    String withStream(TwilioAccount account, MintedCalls.Minted call, VoiceRequest request) {
        MediaStream stream = new MediaStream(
                "sidetone",
                account.mediaAddress("/twilio/media/" + call.token()),
                MediaStream.Track.BOTH,
                streamParameters(call, request),
                account.address("/twilio/stream-status"));
        return new InboundAnswer(announcement, stream, dialing(account, call.callId())).twiml();
    }

    /** The answer while no stream can be taken: the caller is connected all the same. */
    String withoutStream(TwilioAccount account) {
        return new InboundAnswer(null, null, dialing(account, "")).plain().twiml();
    }

    /** What comes after a dial, by what became of it. */
    String afterDial(
            TwilioAccount account, io.sidetone.twiml.DialEnded ended, String callId, @Nullable String rawQuery) {
        Dialing first = dialing(account, callId);
        return new AfterDial(first == null ? null : fallback)
                .twiml(ended, AfterDial.fallbackUsed(rawQuery), first == null ? nobody(account) : first);
    }

    private @Nullable Dialing dialing(TwilioAccount account, String callId) {
        return target == null ? null : dialing(account, callId, target);
    }

    private Dialing dialing(TwilioAccount account, String callId, DialTarget whom) {
        String session = callId.isEmpty() ? "" : SESSION_QUERY + callId;
        URI ended = account.address("/twilio/dial-ended" + session);
        URI status = account.address("/twilio/call-status" + session);
        return new Dialing(whom, dialTimeout, ended, status, callerId);
    }

    /** A dial-ended report for a dial that is no longer in the settings: it can only be ended. */
    private Dialing nobody(TwilioAccount account) {
        return dialing(account, "", new DialTarget.Client("nobody"));
    }

    private Map<String, String> streamParameters(MintedCalls.Minted call, VoiceRequest request) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put(StreamParameters.SESSION, call.callId());
        if (target != null && !(target instanceof DialTarget.Queue)) {
            all.put(StreamParameters.GATE, "answered"); // queues do not report who was connected, and when
        }
        all.put(StreamParameters.ROLE_INBOUND, inboundRole);
        all.put(StreamParameters.ROLE_OUTBOUND, outboundRole);
        all.put(StreamParameters.FROM, request.from());
        all.put(StreamParameters.TO, request.to());
        all.put(StreamParameters.DIRECTION, request.direction());
        return all;
    }
}
