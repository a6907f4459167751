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
 * @param streamPerLeg the caller's stream carries the caller only; the dialled leg gets one of its own
 */
public record AnswerPlan(
        @Nullable Announcement announcement,
        @Nullable DialTarget target,
        Duration dialTimeout,
        @Nullable String callerId,
        @Nullable Fallback fallback,
        String inboundRole,
        String outboundRole,
        Map<String, String> parameters,
        boolean streamPerLeg) {
    /** Twilio takes parameters of fewer than 500 characters, name and value together. */
    private static final int LONGEST_VALUE = 400;

    static final String STREAM_STATUS = "/twilio/stream-status";

    private static final String SESSION_QUERY = "?session=";

    public AnswerPlan {
        parameters = Map.copyOf(parameters);
    }

    /**
     * The answer with a stream that leads to {@code call}.
     *
     * @param asked stream parameters from the voice URL's own query, so that each number may have its own
     */
    String withStream(TwilioAccount account, MintedCalls.Minted call, VoiceRequest request, Map<String, String> asked) {
        MediaStream stream = new MediaStream(
                "sidetone",
                account.mediaAddress(MediaDoor.PATH + "/" + call.token()),
                streamPerLeg ? MediaStream.Track.INBOUND : MediaStream.Track.BOTH,
                streamParameters(call, request, asked),
                account.address(STREAM_STATUS));
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

    private Map<String, String> streamParameters(
            MintedCalls.Minted call, VoiceRequest request, Map<String, String> asked) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(StreamParameters.ROLE_INBOUND, inboundRole);
        all.put(StreamParameters.ROLE_OUTBOUND, outboundRole);
        all.putAll(parameters);
        asked.forEach((name, value) -> all.put(name, clipped(value)));
        all.put(StreamParameters.SESSION, call.callId());
        if (target != null && !(target instanceof DialTarget.Queue) && !streamPerLeg) {
            all.put(StreamParameters.GATE, "answered"); // queues do not report who was connected, and when
        }
        all.put(StreamParameters.FROM, clipped(request.from()));
        all.put(StreamParameters.TO, clipped(request.to()));
        all.put(StreamParameters.DIRECTION, clipped(request.direction()));
        return all;
    }

    /** A caller with an endless SIP address must not cost the call its answer. */
    private static String clipped(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE);
    }
}
