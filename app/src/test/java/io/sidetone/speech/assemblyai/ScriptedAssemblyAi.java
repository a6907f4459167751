package io.sidetone.speech.assemblyai;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The far end of a session, on a real socket: writes down what comes, and does what the test says. */
final class ScriptedAssemblyAi implements AutoCloseable {
    static final String SESSION_ID = "11112222-3333-4444-8555-666677778888";

    /** One frame as it came; {@code text} is null for audio. */
    @SuppressWarnings("ArrayRecordComponent") // written down, never compared
    record Frame(@Nullable String text, byte[] bytes) {
        boolean isAudio() {
            return text == null;
        }
    }

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel port;

    final List<HttpHeaders> headers = new CopyOnWriteArrayList<>();
    final List<String> targets = new CopyOnWriteArrayList<>();
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    volatile int connections;
    volatile int disconnections;
    volatile int audioBytes;
    volatile @Nullable String refusal; // a whole HTTP answer, instead of 101
    volatile int pings; // answered
    volatile boolean answersPings = true;
    volatile boolean begins = true;
    volatile boolean saysTermination = true;
    private volatile @Nullable Channel client;

    ScriptedAssemblyAi() {
        port = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_RCVBUF, 16 * 1024) // so that it is soon full when nobody reads
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        install(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) port.localAddress()).getPort();
    }

    private void install(Channel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec(16_384, 16_384, 16_384))
                .addLast(new HttpObjectAggregator(65_536))
                .addLast(new Door());
    }

    void says(String json) {
        onLoop(channel -> channel.writeAndFlush(new TextWebSocketFrame(json)));
    }

    void sends(WebSocketFrame frame) {
        onLoop(channel -> channel.writeAndFlush(frame));
    }

    void closes(int code, String reason) {
        sends(new CloseWebSocketFrame(code, reason));
    }

    void hangsUp() {
        onLoop(Channel::close);
    }

    void reads(boolean reads) {
        onLoop(channel -> channel.config().setAutoRead(reads));
    }

    byte[] audio() {
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        frames.stream().filter(Frame::isAudio).forEach(frame -> audio.writeBytes(frame.bytes()));
        return audio.toByteArray();
    }

    List<Integer> audioSizes() {
        return frames.stream()
                .filter(Frame::isAudio)
                .map(frame -> frame.bytes().length)
                .toList();
    }

    /** The order of things: {@code audio} or the type of a control message, runs of audio as one. */
    List<String> story() {
        List<String> story = new ArrayList<>();
        for (Frame frame : frames) {
            String word = frame.isAudio() ? "audio" : type(frame);
            if (!word.equals("audio")
                    || story.isEmpty()
                    || !story.get(story.size() - 1).equals("audio")) {
                story.add(word);
            }
        }
        return story;
    }

    private static String type(Frame frame) {
        return String.valueOf(frame.text()).replaceFirst("^\\{\"type\":\"(\\w+)\"}$", "$1");
    }

    private void onLoop(Consumer<Channel> action) {
        Channel channel = client;
        if (channel == null) {
            throw new IllegalStateException("nobody has connected");
        }
        channel.eventLoop().execute(() -> action.accept(channel));
    }

    /** Says {@code Begin} to a session that waits for it. */
    void begin() {
        says(Said.begin(SESSION_ID));
    }

    private void open(Channel channel, FullHttpRequest request) {
        var handshaker = new WebSocketServerHandshakerFactory("ws://test", null, false, 1 << 20).newHandshaker(request);
        handshaker.handshake(channel, request);
        request.release();
        if (begins) {
            channel.writeAndFlush(new TextWebSocketFrame(Said.begin(SESSION_ID)));
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Door extends SimpleChannelInboundHandler<Object> {
        Door() {
            super(Object.class);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void channelActive(ChannelHandlerContext ctx) {
            client = ctx.channel();
            connections++;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void channelInactive(ChannelHandlerContext ctx) {
            disconnections++;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        protected void channelRead0(ChannelHandlerContext ctx, Object message) {
            if (message instanceof FullHttpRequest request) {
                knock(ctx, request);
            } else if (message instanceof TextWebSocketFrame text) {
                frames.add(new Frame(text.text(), ByteBufUtil.getBytes(text.content())));
                if (saysTermination && text.text().contains("Terminate")) {
                    ctx.writeAndFlush(new TextWebSocketFrame(Said.TERMINATION));
                }
            } else if (message instanceof BinaryWebSocketFrame audio) {
                frames.add(new Frame(null, ByteBufUtil.getBytes(audio.content())));
                audioBytes += audio.content().readableBytes();
            } else if (message instanceof PingWebSocketFrame ping && answersPings) {
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                pings++;
            } else if (message instanceof CloseWebSocketFrame close) {
                closeCodes.add(close.statusCode());
                ctx.close();
            }
        }

        private void knock(ChannelHandlerContext ctx, FullHttpRequest request) {
            targets.add(request.uri());
            headers.add(request.headers());
            String no = refusal;
            if (no != null) {
                ctx.channel().pipeline().firstContext().writeAndFlush(raw(no)); // past the codec
                ctx.close();
            } else {
                open(ctx.channel(), request.retain());
            }
        }

        private ByteBuf raw(String text) {
            return Unpooled.copiedBuffer(text.replace("\n", "\r\n"), StandardCharsets.UTF_8);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
