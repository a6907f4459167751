package io.sidetone.twilio;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.sidetone.call.Calls;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /twilio/media[/{token}]}: decides who may open a media stream, and installs its pipeline.
 *
 * <p>Everything is checked before the upgrade is answered, so that a stranger costs neither a call nor
 * a vendor's stream. Any event loop.
 */
public final class MediaDoor {
    /** The path; a token may follow behind a slash. */
    public static final String PATH = "/twilio/media";

    private static final String DECODER = "wsdecoder"; // as Netty names it

    private static final Logger log = LoggerFactory.getLogger(MediaDoor.class);

    private final TwilioAccount account;
    private final MintedCalls minted;
    private final Calls calls;
    private final StreamStarter starter;
    private final MediaLimits limits;
    private final PauseKeys keys;
    private final MediaMetrics metrics;
    private final Map<EventLoop, MediaReader> readers = new ConcurrentHashMap<>(); // one for each loop

    /** @param starter brings lost streams back, and starts those of dialled legs */
    public MediaDoor(
            TwilioAccount account,
            MintedCalls minted,
            Calls calls,
            StreamStarter starter,
            MediaLimits limits,
            PauseKeys keys,
            MeterRegistry meters) {
        this.account = account;
        this.minted = minted;
        this.calls = calls;
        this.starter = starter;
        this.limits = limits;
        this.keys = keys;
        this.metrics = new MediaMetrics(meters);
    }

    /** Answers an upgrade request: 101 and the pipeline of a media stream, or a refusal that says why. */
    public void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            HttpAnswer.error(HttpResponseStatus.UPGRADE_REQUIRED, "this address takes WebSocket upgrades only")
                    .send(ctx, request);
            return;
        }
        WebSocketServerHandshaker handshaker = handshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
            return;
        }
        String token = tokenOf(request.uri());
        HttpAnswer refusal = isComplete(request) ? refusal(request, token) : incomplete();
        MintedCalls.Minted mine = refusal == null && token != null ? minted.redeem(token) : null;
        if (refusal == null && token != null && mine == null) {
            refusal = refused(
                    request,
                    "the media URL is unknown, was used before, or is older than " + MintedCalls.VALID.toSeconds()
                            + " s (expected: the URL of the newest TwiML answer)");
        }
        if (refusal != null) {
            metrics.refused();
            refusal.send(ctx, request);
            return;
        }
        handshake(ctx, request, handshaker, mine);
    }

    /** Whether the upgrade can be answered with 101; a token must not be spent on one that cannot. */
    private static boolean isComplete(FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static HttpAnswer incomplete() {
        return HttpAnswer.error(
                HttpResponseStatus.BAD_REQUEST,
                "not a WebSocket upgrade (expected: GET with Connection: Upgrade and Sec-WebSocket-Key)");
    }

    private @Nullable HttpAnswer refusal(FullHttpRequest request, @Nullable String token) {
        boolean foreign = token == null;
        if (foreign && account.foreignStreams() == TwilioAccount.ForeignStreams.REFUSE) {
            return refused(request, "streams of other TwiML are refused here (twilio.foreign-streams: refuse)");
        }
        if (foreign
                && account.foreignStreams() == TwilioAccount.ForeignStreams.SIGNED
                && account.signatures() == null) {
            return refused(request, "streams of other TwiML cannot be checked here without twilio.auth-token");
        }
        boolean unchecked = foreign && account.foreignStreams() == TwilioAccount.ForeignStreams.OPEN;
        String reason = unchecked ? null : account.refusal(request);
        if (reason != null) {
            log.warn("refused media stream {}: {}", request.uri(), reason);
            return HttpAnswer.error(HttpResponseStatus.FORBIDDEN, "X-Twilio-Signature is missing or does not match");
        }
        boolean wasAnswered = token != null && minted.peek(token) != null;
        boolean isRoom = wasAnswered ? calls.takesAnswered() : calls.haveRoom();
        if (!isRoom && !isOfLiveCall(token)) {
            log.warn("refused media stream {}: no room for another call", request.uri());
            return HttpAnswer.error(HttpResponseStatus.SERVICE_UNAVAILABLE, "no room for another call");
        }
        return null;
    }

    /** One more stream of a call that is on takes no room: neither a lost one that comes back nor a dialled leg's. */
    private boolean isOfLiveCall(@Nullable String token) {
        MintedCalls.Minted asked = token == null ? null : minted.peek(token);
        return asked != null && calls.find(asked.callId()) != null;
    }

    private static HttpAnswer refused(FullHttpRequest request, String reason) {
        log.warn("refused media stream {}: {}", request.uri(), reason);
        return HttpAnswer.error(HttpResponseStatus.FORBIDDEN, reason);
    }

    private @Nullable WebSocketServerHandshaker handshaker(FullHttpRequest request) {
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.messageBytes())
                .allowExtensions(false)
                .closeOnProtocolViolation(false) // the stream's handler says why; the decoder would not always
                .build();
        // a subprotocol is answered only if it was offered; Twilio offers none
        return new WebSocketServerHandshakerFactory(account.mediaAddress(PATH).toString(), "audio.twilio.com", frames)
                .newHandshaker(request);
    }

    private void handshake(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            WebSocketServerHandshaker handshaker,
            MintedCalls.@Nullable Minted mine) {
        ChannelFuture done = handshaker.handshake(ctx.channel(), request);
        MediaReader reader = readers.computeIfAbsent(ctx.channel().eventLoop(), loop -> new MediaReader(keys.key()));
        MediaStreamHandler stream =
                new MediaStreamHandler(mine, minted, account, calls, starter, limits, keys, metrics, reader);
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addBefore(DECODER, "media frames", new MediaFrames(stream, reader, limits.messageBytes()))
                .addLast("whole messages", new WebSocketFrameAggregator(limits.messageBytes()))
                .addLast("to the call", stream);
        pipeline.remove(ctx.handler());
        done.addListener(future -> {
            if (!future.isSuccess()) {
                log.warn("media stream {}: the handshake failed: {}", request.uri(), String.valueOf(future.cause()));
                ctx.close();
            }
        });
    }

    private static @Nullable String tokenOf(String uri) {
        String path = uri.indexOf('?') < 0 ? uri : uri.substring(0, uri.indexOf('?'));
        return path.length() > PATH.length() + 1
                ? path.substring(PATH.length() + 1).replaceFirst("/$", "")
                : null;
    }
}
