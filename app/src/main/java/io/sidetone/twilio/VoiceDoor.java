package io.sidetone.twilio;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.call.CallHandle;
import io.sidetone.call.Calls;
import io.sidetone.call.DialProgress;
import io.sidetone.twiml.CallProgress;
import io.sidetone.twiml.DialEnded;
import io.sidetone.twiml.FormBody;
import io.sidetone.twiml.MalformedRequestException;
import io.sidetone.twiml.StreamStatus;
import io.sidetone.twiml.VoiceRequest;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers Twilio's webhooks: what to do with a call, and what became of it. Any event loop. */
public final class VoiceDoor {
    private static final Logger log = LoggerFactory.getLogger(VoiceDoor.class);
    /** What the gate keeps is no older. */
    private static final long LONGEST_DELAY_MS = 9_000;

    private static final int MOST_PARAMETERS = 200;

    private final TwilioAccount account;
    private final AnswerPlan plan;
    private final MintedCalls minted;
    private final Calls calls;
    private final StreamStarter starter;
    private final InstantSource clock;
    private final Counter withoutStream;

    public VoiceDoor(
            TwilioAccount account,
            AnswerPlan plan,
            MintedCalls minted,
            Calls calls,
            StreamStarter starter,
            InstantSource clock,
            MeterRegistry meters) {
        this.account = account;
        this.plan = plan;
        this.minted = minted;
        this.calls = calls;
        this.starter = starter;
        this.clock = clock;
        this.withoutStream = Counter.builder("sidetone_calls_without_stream")
                .description("calls that were connected without being transcribed: draining, or no room")
                .register(meters);
    }

    /** {@code POST /twilio/voice}: what to do with a call that comes in. */
    public void voice(ChannelHandlerContext ctx, FullHttpRequest request) {
        answer(ctx, request, form -> {
            VoiceRequest call = VoiceRequest.from(form);
            MintedCalls.Minted mine = calls.haveRoom() ? minted.mint(call.callSid()) : null;
            if (mine == null) {
                log.warn("call {}: answered without a stream: no room for another call", call.callSid());
                withoutStream.increment();
                return HttpAnswer.twiml(plan.withoutStream(account));
            }
            log.info("call {}: answered, CallSid {}", mine.callId(), call.callSid());
            return HttpAnswer.twiml(twiml(mine, call, StreamParameters.asked(request.uri())));
        });
    }

    /** A caller must not be turned away because a stream cannot be described to Twilio. */
    private String twiml(MintedCalls.Minted mine, VoiceRequest call, Map<String, String> asked) {
        try {
            return plan.withStream(account, mine, call, asked);
        } catch (IllegalArgumentException e) {
            log.error("call {}: answered without a stream: {}", mine.callId(), e.getMessage());
            withoutStream.increment();
            return plan.withoutStream(account);
        }
    }

    /** {@code POST /twilio/call-status}: how the dialled side gets on. */
    public void callStatus(ChannelHandlerContext ctx, FullHttpRequest request) {
        answer(ctx, request, form -> {
            CallProgress progress = CallProgress.from(form);
            DialProgress.Step step = progress.answered()
                    ? DialProgress.Step.ANSWERED
                    : progress.ended() ? DialProgress.Step.ENDED : DialProgress.Step.INITIATED;
            tell(ctx, request, step, progress.callSid(), progress.at());
            if (progress.ended()) {
                calls.phoneLegOver(progress.callSid());
            }
            return HttpAnswer.nothing();
        });
    }

    /** {@code POST /twilio/dial-ended}: what comes after the dial. */
    public void dialEnded(ChannelHandlerContext ctx, FullHttpRequest request) {
        answer(ctx, request, form -> {
            DialEnded ended = DialEnded.from(form);
            tell(ctx, request, DialProgress.Step.ENDED, ended.dialCallSid(), null);
            String callId = session(request);
            String query = URI.create(request.uri()).getRawQuery();
            return HttpAnswer.twiml(plan.afterDial(account, ended, callId == null ? "" : callId, query));
        });
    }

    /** {@code POST /twilio/stream-status}: the only place where a stream that never reached us is reported. */
    public void streamStatus(ChannelHandlerContext ctx, FullHttpRequest request) {
        answer(ctx, request, form -> {
            StreamStatus status = StreamStatus.from(form);
            if (status.event() == StreamStatus.Event.ERROR) {
                log.warn(
                        "call {}: Twilio reports of stream {}: {}",
                        status.callSid(),
                        status.streamSid(),
                        status.error());
            } else {
                overIfStopped(status);
                log.debug("call {}: stream {} {}", status.callSid(), status.streamSid(), status.event());
            }
            return HttpAnswer.nothing();
        });
    }

    /**
     * A stream that Twilio has stopped does not come back. It may say so of a broken one, too: so where a new
     * one can be started, the answer to that decides.
     */
    private void overIfStopped(StreamStatus status) {
        if (status.event() == StreamStatus.Event.STOPPED && !starter.isAble()) {
            calls.streamOver(status.streamSid());
        }
    }

    private interface Answer {
        HttpAnswer to(SortedMap<String, List<String>> form);
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request, Answer answer) {
        answerTo(request, answer).send(ctx, request);
    }

    private HttpAnswer answerTo(FullHttpRequest request, Answer answer) {
        if (!request.method().equals(HttpMethod.POST)) {
            return HttpAnswer.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "this address takes POST only");
        }
        try {
            SortedMap<String, List<String>> form =
                    FormBody.parse(ByteBufUtil.getBytes(request.content()), MOST_PARAMETERS);
            String refusal = account.refusal(request, form);
            if (refusal != null) {
                log.warn("refused POST {}: {}", request.uri(), refusal);
                return HttpAnswer.error(
                        HttpResponseStatus.FORBIDDEN, "X-Twilio-Signature is missing or does not match");
            }
            return answer.to(form);
        } catch (MalformedRequestException | IllegalArgumentException e) {
            log.warn("refused POST {}: {}", request.uri(), e.getMessage());
            return HttpAnswer.error(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** News may come before the stream: then it waits with the minted call. */
    private void tell(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            DialProgress.Step step,
            @Nullable String dialledSid,
            @Nullable Instant at) {
        String callId = session(request);
        if (callId == null) {
            return; // not started by our TwiML: nothing waits for it
        }
        DialProgress news = new DialProgress(step, nowMs(ctx) - delayMs(at), dialledSid);
        boolean kept = minted.keep(callId, news);
        CallHandle call = callId.startsWith(MintedCalls.CALL_ID_PREFIX) ? calls.find(callId) : null;
        if (call != null && kept) {
            minted.takeNews(callId).forEach(call::dial);
        } else if (call != null) {
            call.dial(news); // its first stream has come and gone
        }
    }

    /** The clock that calls run by; the same for all loops. */
    private static long nowMs(ChannelHandlerContext ctx) {
        return TimeUnit.NANOSECONDS.toMillis(ctx.executor().ticker().nanoTime());
    }

    /**
     * How long a report has been under way, by Twilio's clock. It counts whole seconds, so this is the least
     * that it can have been; clocks that differ too much are not believed.
     */
    private long delayMs(@Nullable Instant at) {
        long delayMs = at == null ? 0 : clock.millis() - at.toEpochMilli() - 1_000;
        return Math.max(0, Math.min(delayMs, LONGEST_DELAY_MS));
    }

    private static @Nullable String session(FullHttpRequest request) {
        List<String> values = StreamParameters.query(request.uri()).getOrDefault("session", List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
