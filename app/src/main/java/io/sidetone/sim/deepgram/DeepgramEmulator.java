package io.sidetone.sim.deepgram;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running emulator of the vendor: live audio at {@code ws://host:port/v1/listen}, turns at
 * {@code /v2/listen}, whole pieces of audio posted to {@code http://host:port/v1/listen}.
 *
 * <p>All methods may be called from any thread but the emulator's own.
 */
public final class DeepgramEmulator implements AutoCloseable {
    /** Well over what is accepted, so that a client is told instead of cut off. */
    private static final int MAX_REQUEST_LINE_BYTES = 256 * 1024;

    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Register register;
    private final Channel server;
    private final ChannelGroup connections;
    private final @Nullable EventLoopGroup ownLoops; // null: they were lent

    private DeepgramEmulator(
            Register register, Channel server, ChannelGroup connections, @Nullable EventLoopGroup ownLoops) {
        this.register = register;
        this.server = server;
        this.connections = connections;
        this.ownLoops = ownLoops;
    }

    /**
     * Opens the port.
     *
     * @throws IOException if it cannot be had
     */
    public static DeepgramEmulator start(EmulatorOptions options) throws IOException {
        Register register = new Register(options);
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        EventLoopGroup lent = options.loops();
        EventLoopGroup own = lent == null ? newLoop() : null;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(lent == null ? own : lent)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast("http", new HttpServerCodec(MAX_REQUEST_LINE_BYTES, MAX_HEADER_BYTES, 8192))
                                .addLast("bodies", new Bodies(register))
                                .addLast("door", new Door(register));
                    }
                });
        var bound = bootstrap.bind(options.host(), options.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            if (own != null) {
                own.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
            throw new IOException(
                    "Deepgram emulator: cannot listen on %s:%d; choose another port, or 0 for a free one"
                            .formatted(options.host(), options.port()),
                    bound.cause());
        }
        return new DeepgramEmulator(register, bound.channel(), connections, own);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** {@code ws://host:port}, what a client is given in place of the vendor's address. */
    public URI url() {
        return URI.create("ws://%s:%d".formatted(register.options().host(), port()));
    }

    /** {@code http://host:port}, the same address for pieces of audio. */
    public URI httpUrl() {
        return URI.create("http://%s:%d".formatted(register.options().host(), port()));
    }

    /** All streams so far, ended ones too, in the order they opened. */
    public List<RecordedStream> streams() {
        return register.streams();
    }

    /** All handshakes so far that did not become streams, in order. */
    public List<RefusedHandshake> refusedHandshakes() {
        return register.refused();
    }

    /** Every handshake for a stream so far, whatever became of it, in the order they came; the newest if there are many. */
    public List<Attempt> attempts() {
        return register.attempts();
    }

    /** All pre-recorded requests so far, refused ones too, in the order they came; the newest if there are many. */
    public List<RecordedRequest> requests() {
        return register.requests().all();
    }

    /** Pre-recorded requests in work at this moment. */
    public int openRequests() {
        return register.requests().inWork();
    }

    /** Streams open at this moment. */
    public int openStreams() {
        return register.openStreams();
    }

    /** Calls back for each stream that opens from now on, on the stream's event loop. */
    public void onStream(Consumer<RecordedStream> listener) {
        register.listen(listener);
    }

    /** Replaces the faults that new streams will meet; counting starts afresh. Open streams keep theirs. */
    public void faults(Faults faults) {
        register.faults().replace(faults.forStreams());
    }

    /**
     * Replaces the faults that new pre-recorded requests will meet; counting starts afresh. Those meant
     * for them are {@link Fault.Answer}, {@link Fault.Refuse}, {@link Fault.ConcurrencyLimit},
     * {@link Fault.JitteredTimes} and {@link Fault.Quirk#OTHER_BORDERS}. A scope's streams are requests here.
     *
     * @throws IllegalArgumentException if a fault is for streams only
     */
    public void requestFaults(Faults faults) {
        register.requests().faults().replace(faults.forRequests());
    }

    /** From now on the whole vendor is away in this way, or back again with {@link Outage#none()}. */
    public void outage(Outage outage) {
        register.outage(outage);
        if (outage.breaking() != null) {
            strike(outage.breaking(), stream -> true);
        }
    }

    /**
     * Lets a fault befall streams that are open now: at its moment if it has one, else from now on. It is
     * in force when this returns: audio that comes later meets it.
     *
     * @throws IllegalArgumentException if it could befall handshakes or requests only
     */
    public void strike(Fault fault, Predicate<RecordedStream> which) {
        Faults.forOpenStreams(fault);
        CompletableFuture<?>[] struck = register.open().stream()
                .filter(handler -> which.test(handler.stream()))
                .map(handler -> handler.strike(fault))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(struck).join();
    }

    /** Closes the port and every connection; does not wait for clients. */
    @Override
    public void close() {
        register.close();
        server.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        if (ownLoops != null) {
            ownLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Override
    public String toString() {
        return "Deepgram emulator at " + url();
    }

    private static EventLoopGroup newLoop() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("deepgram-emulator", true), NioIoHandler.newFactory());
    }
}
