package io.sidetone.speech.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a vendor, from the name lookup to the close, on one event loop. */
public final class VendorSocket {
    /** The result of a long segment passes 64 KiB; nothing known passes this. */
    private static final int LONGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

    /** About one second of audio: what is behind the mark waits in the outbox, where it can be counted. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(8 * 1024, 16 * 1024);

    /** Whom a connection tells what happens to it, on the loop. */
    public interface Owner {
        /** @param answer the headers of the vendor's 101 */
        void opened(HttpHeaders answer);

        /** @param message a whole text message; read during the call only */
        void text(ByteBuf message);

        /** A whole binary message came, which no known vendor sends. */
        void binary();

        /** Told once, whatever happens after; not told after {@link VendorSocket#close}. */
        void ended(Ending ending);
    }

    private final EventLoop loop;
    private final Transport transport;
    private final Owner owner;
    private @Nullable Channel channel; // null until connect
    private long heardAtMs;
    private boolean over;

    public VendorSocket(EventLoop loop, Transport transport, Owner owner) {
        this.loop = loop;
        this.transport = transport;
        this.owner = owner;
    }

    /**
     * Starts to connect. The owner sets the time limit, and keeps to it by closing.
     *
     * @param address {@code ws://} or {@code wss://}, whole
     * @param headers of the upgrade, beside WebSocket's own
     */
    public void connect(URI address, HttpHeaders headers) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(transport.channels())
                .resolver(transport.names())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        install(fresh, address, headers);
                    }
                })
                .connect(address.getHost(), port(address));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                ended(new Ending.Unreachable(problem(done.cause())));
            }
        });
    }

    private void install(Channel fresh, URI address, HttpHeaders headers) {
        if (isSecure(address)) {
            SslHandler tls = transport.tls().newHandler(fresh.alloc(), address.getHost(), port(address));
            tls.setHandshakeTimeoutMillis(0); // one deadline for all, see connect
            fresh.pipeline().addLast("tls", tls);
        }
        WebSocketClientHandshaker13 handshaker = new WebSocketClientHandshaker13(
                address, WebSocketVersion.V13, null, false, headers, LONGEST_MESSAGE_BYTES);
        fresh.pipeline().addLast("http", new HttpClientCodec()).addLast("upgrade", new Upgrade(handshaker, this));
    }

    private static boolean isSecure(URI address) {
        return "wss".equalsIgnoreCase(address.getScheme());
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : isSecure(address) ? 443 : 80;
    }

    void upgraded(ChannelPipeline pipeline, HttpHeaders answer) {
        heardSomething();
        pipeline.addLast("whole messages", new WebSocketFrameAggregator(LONGEST_MESSAGE_BYTES))
                .addLast("to the session", new Conversation(this));
        if (!over) {
            owner.opened(answer);
        }
    }

    /** Whether the vendor, or the network, takes more at the moment. */
    public boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** When anything last came on the open stream, a pong too, by the loop's clock ({@link Ticks#nowMs}). */
    public long heardAtMs() {
        return heardAtMs;
    }

    /** Writes a frame, which is then the connection's; {@link #flush} sends it. */
    public void write(WebSocketFrame frame) {
        if (channel == null || over) {
            frame.release();
            return;
        }
        channel.write(frame, channel.voidPromise()); // a write that fails arrives as an exception
    }

    /** Writes a message of audio: past WebSocket's encoder, which would copy it to mask it. The chunk stays the caller's. */
    public void write(Chunk chunk) {
        if (channel != null && !over) {
            int mask = ThreadLocalRandom.current().nextInt();
            channel.write(chunk.message(channel.alloc(), mask), channel.voidPromise());
        }
    }

    /** Writes a text message. */
    public void write(String text) {
        write(new TextWebSocketFrame(text));
    }

    /** Asks the other side for a sign of life; see {@link #heardAtMs}. */
    public void ping() {
        write(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }

    public void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** Says goodbye; {@link #close} follows. */
    public void farewell() {
        write(new CloseWebSocketFrame(1000, ""));
        flush();
    }

    /** Closes at once; the owner hears nothing more. */
    public void close() {
        over = true;
        if (channel != null) {
            channel.close();
        }
    }

    void heardSomething() {
        heardAtMs = Ticks.nowMs(loop);
    }

    void text(ByteBuf message) {
        if (!over) {
            owner.text(message);
        }
    }

    void binary() {
        if (!over) {
            owner.binary();
        }
    }

    void ended(Ending ending) {
        if (!over) {
            close();
            owner.ended(ending);
        }
    }

    static String problem(Throwable cause) {
        Throwable real = cause;
        // What went wrong in TLS is told by the innermost: those around it only say that something did.
        while ((real instanceof DecoderException || real instanceof SSLException) && real.getCause() != null) {
            real = real.getCause();
        }
        return real.getMessage() != null ? real.getMessage() : real.getClass().getSimpleName();
    }
}
