package io.sidetone.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A port that strangers may knock at. Reads whole HTTP requests within bounds and sends each to the
 * route of its path; a WebSocket upgrade takes the connection over from there.
 */
final class FrontDoor implements AutoCloseable {
    /**
     * Bounds on what one request may be.
     *
     * @param requestBytes longest body
     * @param headerBytes longest first line, and longest head
     * @param connections at once
     * @param header how long a request may take to arrive, and a connection may wait for the next one
     * @param strangers what one address may; null for a port that no stranger reaches
     */
    record Bounds(
            int requestBytes,
            int headerBytes,
            int connections,
            Duration header,
            @Nullable Strangers strangers) {
        /** With the usual heads and any number of connections. */
        Bounds(int requestBytes, Duration header) {
            this(requestBytes, header, null);
        }

        Bounds(int requestBytes, Duration header, @Nullable Strangers strangers) {
            this(requestBytes, 8_192, Integer.MAX_VALUE, header, strangers);
        }
    }

    private final @Nullable TlsDoor tls; // null: plain, for this machine or for a proxy

    private final String setting; // names the port in messages, such as "http"
    private final Loops loops;
    private final Bounds bounds;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Channel listening;
    private volatile Map<String, Route> routes = Map.of(); // set before the first connection is accepted

    private FrontDoor(
            String setting, Loops loops, Bounds bounds, @Nullable TlsDoor tls, Function<FrontDoor, Channel> listen) {
        this.setting = setting;
        this.tls = tls;
        this.loops = loops;
        this.bounds = bounds;
        this.listening = listen.apply(this);
    }

    /**
     * Binds the port. Who comes before {@link #serve} is called waits at the door; nobody is turned away.
     *
     * @param port 0 takes any free one
     * @throws CannotStart if the port cannot be had
     */
    static FrontDoor bind(String setting, Loops loops, Bounds bounds, String host, int port) {
        return bind(setting, loops, bounds, null, host, port);
    }

    /** The same, with TLS; null for plain. */
    static FrontDoor bind(String setting, Loops loops, Bounds bounds, @Nullable TlsDoor tls, String host, int port) {
        return new FrontDoor(setting, loops, bounds, tls, door -> door.bind(host, port));
    }

    /** A door whose socket listens already; otherwise the same. */
    static FrontDoor inherit(
            String setting, Loops loops, Bounds bounds, @Nullable TlsDoor tls, InheritedSocket socket) {
        return new FrontDoor(setting, loops, bounds, tls, door -> door.take(socket));
    }

    /**
     * Opens the house.
     *
     * @param byPath exact paths; one that ends in a slash also takes what is directly below it, one that ends
     *     in {@code /**} takes everything below, unless another says more exactly
     */
    void serve(Map<String, Route> byPath) {
        routes = Map.copyOf(byPath);
        listening.config().setAutoRead(true);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Takes no new connections; those that are open stay. */
    void stopListening() {
        listening.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        stopListening();
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private Channel bind(String host, int port) {
        ChannelFuture bound = acceptor()
                .channelFactory(loops.servers())
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw CannotStart.portTaken(setting, host, port, bound.cause());
        }
        return bound.channel();
    }

    private Channel take(InheritedSocket socket) {
        ChannelFuture taken =
                acceptor().channelFactory(socket::channel).register().awaitUninterruptibly();
        if (!taken.isSuccess()) {
            throw new CannotStart(
                    "LISTEN_FDS: the socket that was handed over cannot be used: "
                            + taken.cause().getMessage(),
                    taken.cause());
        }
        return taken.channel();
    }

    private ServerBootstrap acceptor() {
        return new ServerBootstrap()
                .group(loops.group())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .option(ChannelOption.AUTO_READ, false) // until serve: callers who come early wait in the backlog
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        welcome(connection);
                    }
                });
    }

    private void welcome(Channel connection) {
        Strangers strangers = bounds.strangers();
        InetAddress peer = peer(connection);
        if (connections.size() >= bounds.connections()) {
            if (strangers != null) {
                strangers.fullHouse();
            }
            connection.close();
            return;
        }
        if (strangers != null && peer != null && !strangers.comes(peer)) {
            connection.close();
            return;
        }
        connections.add(connection);
        ChannelPipeline pipeline = connection.pipeline();
        if (strangers != null && peer != null) {
            pipeline.addLast(Router.ADDRESS_LIMIT, new AddressLimit(strangers, peer));
        }
        if (tls != null) {
            pipeline.addLast("tls", tls.handler(connection.alloc()));
        }
        pipeline.addLast(
                        "http",
                        new HttpServerCodec(new HttpDecoderConfig()
                                .setMaxInitialLineLength(bounds.headerBytes())
                                .setMaxHeaderSize(bounds.headerBytes())))
                .addLast("whole requests", new HttpObjectAggregator(bounds.requestBytes()))
                .addLast(Router.IN_TURN, new InTurn())
                .addLast(Router.PATIENCE, new Patience(bounds.header()));
        if (strangers != null && peer != null) {
            pipeline.addLast(Router.REQUEST_RATE, new RequestRate(strangers, peer));
        }
        pipeline.addLast("router", new Router(() -> routes));
    }

    /** Null for a connection that is gone again already. */
    private static @Nullable InetAddress peer(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }
}
