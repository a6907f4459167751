package io.sidetone.twilio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import io.sidetone.call.CallHandle;
import io.sidetone.call.CallStream;
import io.sidetone.call.Calls;
import io.sidetone.call.EndReason;
import io.sidetone.call.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media socket: Twilio's messages become what happens on a call. One instance per socket, all on
 * its loop; the one way out is {@link #channelInactive}.
 */
final class MediaStreamHandler extends SimpleChannelInboundHandler<WebSocketFrame> implements StreamSocket {
    private static final Logger log = LoggerFactory.getLogger(MediaStreamHandler.class);
    /** After {@code stop} Twilio closes the socket; if it does not, we do. */
    private static final long GOODBYE_SECONDS = 10;

    private static final String NO_START = "'media' before 'start'";
    private static final int FRAME_HEADER_BYTES = 8; // masked, 126 to 65535 bytes
    private static final int MU_LAW_BYTES_PER_MS = 8;
    private static final int REASON_BYTES = 123;
    private static final int HIGHEST_CODE = 4_999; // RFC 6455 section 7.4.2

    private final MintedCalls.@Nullable Minted mine; // null: a stream of somebody else's TwiML
    private final MintedCalls minted;
    private final TwilioAccount account;
    private final Calls calls;
    private final StreamStarter starter;
    private final MediaLimits limits;
    private final MediaMetrics metrics;
    private final PauseKeys keys;
    private final MediaReader reader;

    private @Nullable ChannelHandlerContext ctx; // null until the handler is in its pipeline
    private @Nullable CallStream stream; // null until Twilio says "start"
    private TwilioMessage.@Nullable Start started; // likewise
    private long startedAtMs; // loop clock
    private @Nullable ScheduledFuture<?> patience; // runs until "start"
    private @Nullable Gathering gathering; // null until "start", and where frames are read as they come
    private int framesRead; // of audio, in the reading under way
    private int frameBytes; // of the newest, on the wire
    private long frameMs; // likewise
    private int badMessages;
    private boolean stopped;
    private boolean closing;
    private boolean refused; // we close, and want no more of it

    MediaStreamHandler(
            MintedCalls.@Nullable Minted mine,
            MintedCalls minted,
            TwilioAccount account,
            Calls calls,
            StreamStarter starter,
            MediaLimits limits,
            PauseKeys keys,
            MediaMetrics metrics,
            MediaReader reader) {
        this.mine = mine;
        this.minted = minted;
        this.account = account;
        this.calls = calls;
        this.starter = starter;
        this.limits = limits;
        this.keys = keys;
        this.reader = reader;
        this.metrics = metrics;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        patience = context.executor()
                .schedule(
                        () -> refuse("no 'start' message within "
                                + limits.untilStart().toSeconds() + " s"),
                        limits.untilStart().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (closing) {
            return;
        }
        if (frame instanceof TextWebSocketFrame) {
            read(frame.content());
        } else if (frame instanceof PingWebSocketFrame) {
            if (context.channel().isWritable()) { // else who only pings and never reads fills our memory
                context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof CloseWebSocketFrame goodbye) {
            answer(goodbye);
        } else if (frame instanceof BinaryWebSocketFrame) {
            refused = true;
            close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "binary frame (expected: JSON text)");
        }
    }

    /** A whole text message that took the short way; {@code text} is somebody else's again afterwards. */
    void text(byte[] text, int length) {
        if (closing) {
            return;
        }
        MediaMessage media = reader.media();
        if (!media.read(text, length)) {
            read(Unpooled.wrappedBuffer(text, 0, length));
        } else if (stream != null) {
            stream.audio(media.track(), media.timestampMs(), media.muLaw());
            framesRead++;
            frameBytes = length + FRAME_HEADER_BYTES;
            frameMs = media.muLaw().readableBytes() / MU_LAW_BYTES_PER_MS;
        } else {
            refuse(NO_START);
        }
    }

    /** All that had come was read: what follows may come together as far as nobody waits for it. */
    void readThrough() {
        if (stream == null || gathering == null || framesRead == 0 || frameMs == 0 || closing) {
            return;
        }
        int next = stream.framesTogether(frameMs, limits.gather().toMillis());
        gathering.read(framesRead, next, frameBytes, nowMs() + next * frameMs / stream.tracks());
        framesRead = 0;
    }

    private void readEachByItself() {
        if (gathering != null) {
            gathering.end();
            gathering = null;
        }
    }

    @Override
    public void tick(long nowMs) {
        if (gathering != null) {
            gathering.tick(nowMs);
        }
    }

    /** Text that is not UTF-8 is looked for where it can matter: media messages are taken apart octet by octet. */
    private void read(ByteBuf text) {
        int start = text.readerIndex();
        int length = text.readableBytes();
        try {
            TwilioMessage message = reader.messages().read(text);
            if (message instanceof TwilioMessage.Media || isText(text, start, length)) {
                take(message);
            }
        } catch (BadTwilioMessage e) {
            if (isText(text, start, length)) {
                passOver(e);
            }
        }
    }

    private boolean isText(ByteBuf text, int start, int length) {
        boolean isText = ByteBufUtil.isText(text, start, length, StandardCharsets.UTF_8);
        if (!isText) {
            refused = true;
            close(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text that is not UTF-8");
        }
        return isText;
    }

    private void answer(CloseWebSocketFrame goodbye) {
        if (goodbye.statusCode() > HIGHEST_CODE) {
            close(WebSocketCloseStatus.PROTOCOL_ERROR, "close code " + goodbye.statusCode());
        } else {
            closing = true;
            context().writeAndFlush(goodbye.retain()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void take(TwilioMessage message) {
        if (message instanceof TwilioMessage.Media media) { // 50 a second per track; the rest are rare
            if (stream != null) {
                stream.audio(media.track(), media.timestampMs(), media.muLaw());
            } else {
                refuse(NO_START);
            }
        } else if (message instanceof TwilioMessage.Start start) {
            start(start);
        } else if (message instanceof TwilioMessage.Stop) {
            stop();
        } else if (message instanceof TwilioMessage.Dtmf dtmf && stream != null) {
            pressed(stream, dtmf);
        } else if (message instanceof TwilioMessage.Unknown unknown) {
            metrics.unknown();
            log.debug("{}: unknown event {} ignored", this, unknown.event());
        }
    }

    private void pressed(CallStream on, TwilioMessage.Dtmf dtmf) {
        on.dtmf(dtmf.track());
        if (dtmf.pauseKey()) {
            on.pauseKey();
        } else if (!keys.keypad().isZero()) {
            on.keypad(keys.keypad());
        }
    }

    private void start(TwilioMessage.Start start) {
        String problem = problemWith(start);
        if (problem != null) {
            refuse(problem);
            return;
        }
        stopWaiting();
        ChannelHandlerContext context = context();
        StreamParameters parameters = new StreamParameters(start.parameters());
        stream = calls.open(parameters.describe(start, mine), context.channel().eventLoop(), this);
        if (stream == null) {
            metrics.refused();
            refuse("no room (limits.streams-per-call streams of this call, or limits.calls calls, are open)");
            return;
        }
        started = start;
        startedAtMs = nowMs();
        gathering = limits.gather().isZero() ? null : Gathering.of(context.channel());
        metrics.opened();
        passOnNews(stream.callId());
    }

    private @Nullable String problemWith(TwilioMessage.Start start) {
        if (stream != null) {
            return "a second 'start' on one socket (expected: one per stream)";
        }
        if (!start.format().equals(TwilioMessage.MediaFormat.MULAW_8K)) {
            return "mediaFormat " + start.format() + " (expected: " + TwilioMessage.MediaFormat.MULAW_8K + ")";
        }
        if (account.accountSid() != null && !account.accountSid().equals(start.accountSid())) {
            return "a stream of account " + start.accountSid() + " (expected: " + account.accountSid() + ")";
        }
        if (mine == null && start.callSid().startsWith(MintedCalls.CALL_ID_PREFIX)) {
            return "callSid " + start.callSid() + " (expected: Twilio's; ids in " + MintedCalls.CALL_ID_PREFIX
                    + " are given by /twilio/voice)";
        }
        if (mine != null && !mine.callSid().equals(start.callSid())) {
            return "a stream of call " + start.callSid() + " (expected: " + mine.callSid() + ", which this URL is for)";
        }
        return null;
    }

    /** What the callbacks told before the stream was there. */
    private void passOnNews(String callId) {
        CallHandle call = mine == null ? null : calls.find(callId);
        if (call != null) {
            minted.takeNews(callId).forEach(call::dial);
        }
    }

    private void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        readEachByItself();
        if (stream != null) {
            stream.stopped();
        }
        context()
                .executor()
                .schedule(
                        () -> close(WebSocketCloseStatus.NORMAL_CLOSURE, "stopped"), GOODBYE_SECONDS, TimeUnit.SECONDS);
    }

    /** A live call outlives a bad message; a sender of nothing else does not outlive its welcome. */
    private void passOver(BadTwilioMessage e) {
        metrics.bad();
        badMessages++;
        if (badMessages == 1) {
            log.warn("{}: passed over a bad message: {}", this, e.getMessage());
        }
        if (badMessages > limits.badMessages()) {
            refuse(badMessages + " bad messages, the last: " + e.getMessage());
        }
    }

    @Override
    public void close(EndReason why) {
        WebSocketCloseStatus status = why == EndReason.SHUTDOWN
                ? WebSocketCloseStatus.ENDPOINT_UNAVAILABLE
                : WebSocketCloseStatus.NORMAL_CLOSURE;
        close(status, why.wireName());
    }

    @Override
    public void answered(String dialledSid) {
        if (mine != null && started != null && starter.followsDialledLegs()) {
            CallHandle call = calls.find(mine.callId());
            if (call != null) {
                starter.startOnDialledLeg(call, dialledSid, started.parameters());
            }
        }
    }

    private void refuse(String problem) {
        refused = true;
        log.warn("{}: closed: {}", this, problem);
        close(WebSocketCloseStatus.POLICY_VIOLATION, problem);
    }

    private void close(WebSocketCloseStatus status, String reason) {
        if (!closing) {
            closing = true;
            readEachByItself();
            context()
                    .writeAndFlush(new CloseWebSocketFrame(status, shortened(reason)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.warn("{}: its socket failed: {}", this, cause.toString());
        refused |= !(cause instanceof IOException); // what breaks the protocol would break it again
        if (cause instanceof TooLongFrameException) { // the aggregator's: one message in too many fragments
            close(WebSocketCloseStatus.MESSAGE_TOO_BIG, String.valueOf(cause.getMessage()));
        } else if (cause instanceof CorruptedWebSocketFrameException broken) {
            close(broken.closeStatus(), String.valueOf(broken.getMessage()));
        } else {
            closing = true;
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        stopWaiting();
        boolean awaited = stream != null && leave(stream);
        if (mine != null && !awaited) {
            minted.forget(mine.callId());
        }
    }

    /** @return whether the call waits for another stream in this one's place */
    private boolean leave(CallStream left) {
        if (refused) {
            left.refused();
            return false;
        }
        boolean awaited = left.closed();
        if (awaited && started != null) {
            log.warn("{}: its socket closed without a 'stop'", this);
            metrics.lost();
            starter.startAgain(left, new StreamStarter.LostStream(started, mine, nowMs() - startedAtMs));
        }
        return awaited;
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(context().executor().ticker().nanoTime());
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private ChannelHandlerContext context() {
        if (ctx == null) {
            throw new IllegalStateException("used before it was added to a pipeline");
        }
        return ctx;
    }

    /** A close frame takes 123 bytes of reason; what a stranger wrote into it may be longer, and is not always ASCII. */
    private static String shortened(String reason) {
        if (ByteBufUtil.utf8Bytes(reason) <= REASON_BYTES) {
            return reason;
        }
        int end = Math.min(reason.length(), REASON_BYTES);
        while (ByteBufUtil.utf8Bytes(reason.substring(0, end)) > REASON_BYTES - 3 || splitsPair(reason, end)) {
            end--;
        }
        return reason.substring(0, end) + "…";
    }

    private static boolean splitsPair(String text, int end) {
        return end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    }

    @Override
    public String toString() {
        return stream != null
                ? stream.toString()
                : mine != null ? "call " + mine.callId() : "media stream before start";
    }
}
