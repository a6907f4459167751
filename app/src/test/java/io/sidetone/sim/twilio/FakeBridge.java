package io.sidetone.sim.twilio;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a bridge looks like from Twilio: webhooks that answer with TwiML, and a socket that listens. */
final class FakeBridge implements AutoCloseable {
    /** One webhook as it arrived; form fields decoded, in order of their names. */
    record Post(String path, Map<String, String> form, Map<String, String> headers) {
        String event() {
            return form.getOrDefault("StreamEvent", form.getOrDefault("CallStatus", ""));
        }
    }

    /** What a webhook answers. */
    record Answer(int status, String body) {
        static final Answer EMPTY = new Answer(204, "");

        static Answer twiml(String verbs) {
            return new Answer(200, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>");
        }
    }

    final List<Post> posts = new CopyOnWriteArrayList<>();
    final List<HeardStream> streams = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Post, Answer>> webhooks = new ConcurrentHashMap<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;
    private volatile int upgradeStatus = 101;
    private volatile int closeAfterMedia = Integer.MAX_VALUE;

    private FakeBridge() {
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 20))
                                .addLast(new Door());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static FakeBridge start() {
        return new FakeBridge();
    }

    FakeBridge answers(String path, Function<Post, Answer> webhook) {
        webhooks.put(path, webhook);
        return this;
    }

    FakeBridge refusesUpgrades(int status) {
        upgradeStatus = status;
        return this;
    }

    FakeBridge closesAfterMedia(int messages) {
        closeAfterMedia = messages;
        return this;
    }

    URI voice() {
        return URI.create("http://127.0.0.1:" + port() + "/twilio/voice");
    }

    URI media() {
        return URI.create("ws://127.0.0.1:" + port() + "/twilio/media");
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    List<Post> postsTo(String path) {
        return posts.stream().filter(post -> post.path().equals(path)).toList();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Door extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (request.method().equals(HttpMethod.POST)) {
                webhook(ctx, request);
            } else if (upgradeStatus == 101) {
                upgrade(ctx, request);
            } else {
                answer(ctx, new Answer(upgradeStatus, ""));
            }
        }

        private void webhook(ChannelHandlerContext ctx, FullHttpRequest request) {
            Map<String, String> form = new TreeMap<>();
            new QueryStringDecoder(request.content().toString(StandardCharsets.UTF_8), false)
                    .parameters()
                    .forEach((name, values) -> form.put(name, values.get(0)));
            Post post = new Post(new QueryStringDecoder(request.uri()).path(), form, headers(request));
            posts.add(post);
            answer(ctx, webhooks.getOrDefault(post.path(), p -> Answer.EMPTY).apply(post));
        }

        private void answer(ChannelHandlerContext ctx, Answer answer) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    ctx.alloc().buffer().writeBytes(answer.body().getBytes(StandardCharsets.UTF_8)));
            HttpUtil.setKeepAlive(response, false);
            response.headers()
                    .set("content-type", "text/xml")
                    .set("content-length", response.content().readableBytes());
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
            HeardStream heard = new HeardStream(request.uri(), headers(request), closeAfterMedia);
            streams.add(heard);
            WebSocketServerHandshaker shaker =
                    new WebSocketServerHandshakerFactory("ws://here", null, false, 1 << 20).newHandshaker(request);
            ctx.pipeline().replace(this, "heard", heard);
            shaker.handshake(ctx.channel(), request);
        }

        private Map<String, String> headers(FullHttpRequest request) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
            return headers;
        }
    }
}
