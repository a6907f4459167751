package io.sidetone.sim.webhook;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running receiver of webhooks on loopback. Safe on any thread. */
public final class WebhookListener implements AutoCloseable {
    private final EventLoopGroup loop;
    private final Channel listening;
    private final Memory memory;

    /** The newest events. */
    private static final class Memory {
        private final Deque<ReceivedEvent> events = new ArrayDeque<>();
        private final int bound;

        Memory(int bound) {
            this.bound = bound;
        }

        synchronized void add(ReceivedEvent event) {
            if (events.size() == bound) {
                events.removeFirst();
            }
            events.addLast(event);
        }

        synchronized List<ReceivedEvent> copy() {
            return List.copyOf(events);
        }
    }

    private WebhookListener(EventLoopGroup loop, Channel listening, Memory memory) {
        this.loop = loop;
        this.listening = listening;
        this.memory = memory;
    }

    /**
     * Listens; returns once the port is open.
     *
     * @throws IOException if the port cannot be had
     */
    public static WebhookListener start(ListenerOptions options) throws IOException {
        Memory memory = new Memory(options.keep());
        WebhookHandler handler = new WebhookHandler(options, memory::add);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast("http", new HttpServerCodec())
                                .addLast("whole requests", new HttpObjectAggregator(options.maxBodyBytes()))
                                .addLast("webhooks", handler);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("webhook listener: port " + options.port() + ": " + bound.cause()
                    + " (expected: a free port; 0 takes any)");
        }
        return new WebhookListener(loop, bound.channel(), memory);
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Where to send events. Any path is taken. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /** The newest requests, oldest first, those that were refused included. */
    public List<ReceivedEvent> events() {
        return memory.copy();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
