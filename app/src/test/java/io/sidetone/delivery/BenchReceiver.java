package io.sidetone.delivery;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver on loopback that costs little and tells how long each event was on its way. */
final class BenchReceiver implements AutoCloseable {
    /** How it treats requests. */
    enum Manner {
        TAKE,
        FAIL,
        RESET,
        HANG
    }

    /** In the event's data, followed by the nanoseconds at which it was appended. */
    static final String MARK = "\"appendedNanos\":";

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger requests = new AtomicInteger();
    private final Channel listening;
    private volatile Manner manner = Manner.TAKE;
    private volatile Delays delays = new Delays();

    BenchReceiver() {
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Taking());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private final class Taking extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            requests.incrementAndGet();
            switch (manner) {
                case TAKE -> {
                    note(request.content().toString(StandardCharsets.UTF_8));
                    answer(ctx, HttpResponseStatus.OK);
                }
                case FAIL -> answer(ctx, HttpResponseStatus.INTERNAL_SERVER_ERROR);
                case RESET -> {
                    ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                    ctx.close();
                }
                case HANG -> {} // until the sender gives up
            }
        }

        private void note(String body) {
            int from = body.indexOf(MARK) + MARK.length();
            int to = body.indexOf(',', from);
            delays.add(System.nanoTime() - Long.parseLong(body.substring(from, to)));
        }

        private static void answer(ChannelHandlerContext ctx, HttpResponseStatus status) {
            DefaultFullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            ctx.writeAndFlush(response);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort() + "/final");
    }

    void behave(Manner next) {
        manner = next;
    }

    int requests() {
        return requests.get();
    }

    /** Delays since the last call of this method. */
    Delays takeDelays() {
        Delays taken = delays;
        delays = new Delays();
        return taken;
    }

    int taken() {
        return delays.count();
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        loop.shutdownGracefully().syncUninterruptibly();
    }
}
