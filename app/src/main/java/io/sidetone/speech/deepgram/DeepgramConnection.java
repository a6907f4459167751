package io.sidetone.speech.deepgram;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import io.sidetone.speech.Transport;
import org.jspecify.annotations.Nullable;

/** One WebSocket to Deepgram, from the name lookup to the close, on one event loop. */
final class DeepgramConnection {
    /** The result of a long segment passes 64 KiB; nothing known passes this. */
    private static final int LONGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

    /** About one second of audio: what is behind the mark waits in the outbox, where it can be counted. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(8 * 1024, 16 * 1024);

    private static final DeepgramMessageDecoder TO_MESSAGES = new DeepgramMessageDecoder();

    /** Whom a connection tells what happens to it. */
    interface Owner {
        void opened(@Nullable String requestId);

        void heard(DeepgramMessage message);

        /** Told once, whatever happens after; not told after {@link DeepgramConnection#close}. */
        void ended(Ending ending);
    }

    private final ListenRequest request;
    private final Transport transport;
    private final Owner owner;
    private @Nullable Channel channel; // null until connect
    private boolean over;

    DeepgramConnection(ListenRequest request, Transport transport, Owner owner) {
        this.request = request;
        this.transport = transport;
        this.owner = owner;
    }

    /** Starts to connect. The owner sets the time limit, and keeps to it by closing. */
    void connect() {
        ChannelFuture connecting = new Bootstrap()
                .group(request.leg().loop())
                .channelFactory(transport.channels())
                .resolver(transport.names())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        install(fresh);
                    }
                })
                .connect(request.settings().url().getHost(), request.settings().port());
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                ended(Ending.unreachable(problem(done.cause())));
            }
        });
    }

    private void install(Channel fresh) {
        DeepgramSettings settings = request.settings();
        if (settings.secure()) {
            SslHandler tls =
                    transport.tls().newHandler(fresh.alloc(), settings.url().getHost(), settings.port());
            tls.setHandshakeTimeoutMillis(0); // one deadline for all, see connect
            fresh.pipeline().addLast("tls", tls);
        }
        WebSocketClientHandshaker13 handshaker = new WebSocketClientHandshaker13(
                request.uri(), WebSocketVersion.V13, null, false, request.headers(), LONGEST_MESSAGE_BYTES);
        fresh.pipeline().addLast("http", new HttpClientCodec()).addLast("upgrade", new Upgrade(handshaker, this));
    }

    void upgraded(ChannelPipeline pipeline, @Nullable String requestId) {
        pipeline.addLast("whole messages", new WebSocketFrameAggregator(LONGEST_MESSAGE_BYTES))
                .addLast("to Deepgram messages", TO_MESSAGES)
                .addLast("to the session", new Conversation(this));
        if (!over) {
            owner.opened(requestId);
        }
    }

    boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** Writes a frame, which is then the connection's; {@link #flush} sends it. */
    void write(WebSocketFrame frame) {
        if (channel == null || over) {
            frame.release();
            return;
        }
        channel.write(frame, channel.voidPromise()); // a write that fails arrives as an exception
    }

    /** Writes one of the vendor's control messages. */
    void control(String type) {
        write(new TextWebSocketFrame("{\"type\":\"" + type + "\"}"));
    }

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** Says goodbye; {@link #close} follows. */
    void farewell() {
        write(new CloseWebSocketFrame(1000, ""));
        flush();
    }

    /** Closes at once; the owner hears nothing more. */
    void close() {
        over = true;
        if (channel != null) {
            channel.close();
        }
    }

    void heard(DeepgramMessage message) {
        if (!over) {
            owner.heard(message);
        }
    }

    void ended(Ending ending) {
        if (!over) {
            close();
            owner.ended(ending);
        }
    }

    static String problem(Throwable cause) {
        Throwable real = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        return real.getMessage() != null ? real.getMessage() : real.getClass().getSimpleName();
    }
}
