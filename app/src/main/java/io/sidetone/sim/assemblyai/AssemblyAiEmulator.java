package io.sidetone.sim.assemblyai;

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
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.RefusedHandshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running emulator of the vendor's streaming endpoint, {@code ws://host:port/v3/ws}.
 *
 * <p>It plays the faults of {@code sim.deepgram} that have a meaning here: all breaks ({@link Fault.Close} is an
 * {@code Error} message and the close code; at open it comes before {@code Begin}), {@link Fault.Refuse},
 * {@link Fault.ConcurrencyLimit} (as an error after the upgrade), {@link Fault.SlowHandshake} ({@code Begin} comes
 * late), {@link Fault.LateFinalizeAnswer} and {@code NO_FINALIZE_ANSWER} ({@code ForceEndpoint}),
 * {@link Fault.SlowDrain} (after {@code Terminate}), {@link Fault.JitteredTimes}, {@code UNKNOWN_MESSAGES} and
 * {@code GARBAGE_TEXT}. {@code Moment.atCloseStream} is the moment of {@code Terminate}.
 *
 * <p>All methods may be called from any thread but the emulator's own.
 */
public final class AssemblyAiEmulator implements AutoCloseable {
    /** Well over what is accepted, so that a client is told instead of cut off. */
    private static final int MAX_REQUEST_LINE_BYTES = 256 * 1024;

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final Sessions sessions;
    private final Channel server;
    private final ChannelGroup connections;
    private final @Nullable EventLoopGroup ownLoops; // null: they were lent

    private AssemblyAiEmulator(
            Sessions sessions, Channel server, ChannelGroup connections, @Nullable EventLoopGroup ownLoops) {
        this.sessions = sessions;
        this.server = server;
        this.connections = connections;
        this.ownLoops = ownLoops;
    }

    /**
     * Opens the port.
     *
     * @throws IOException if it cannot be had
     */
    public static AssemblyAiEmulator start(AssemblyAiOptions options) throws IOException {
        Sessions sessions = new Sessions(options);
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
                                .addLast("whole requests", new HttpObjectAggregator(MAX_BODY_BYTES))
                                .addLast("upgrade", new UpgradeHandler(sessions));
                    }
                });
        var bound = bootstrap.bind(options.host(), options.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            if (own != null) {
                own.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
            throw new IOException(
                    "AssemblyAI emulator: cannot listen on %s:%d; choose another port, or 0 for a free one"
                            .formatted(options.host(), options.port()),
                    bound.cause());
        }
        return new AssemblyAiEmulator(sessions, bound.channel(), connections, own);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** {@code ws://host:port}, what a client is given in place of the vendor's address. */
    public URI url() {
        return URI.create("ws://%s:%d".formatted(sessions.options().host(), port()));
    }

    /** All connections so far that were upgraded, ended ones too, in order. */
    public List<RecordedSession> sessions() {
        return sessions.sessions();
    }

    /** All handshakes so far that were answered with an HTTP error, in order. */
    public List<RefusedHandshake> refusedHandshakes() {
        return sessions.refused();
    }

    /** Sessions that have begun and not ended. */
    public int openSessions() {
        return sessions.open();
    }

    /** Calls back for each connection upgraded from now on, on its event loop. */
    public void onSession(Consumer<RecordedSession> listener) {
        sessions.listen(listener);
    }

    /**
     * Replaces the faults that new sessions will meet; counting starts afresh. Open sessions keep theirs.
     *
     * @throws IllegalArgumentException for a fault that is not played here
     */
    public void faults(Faults faults) {
        SessionFaults.check(faults);
        sessions.faults().replace(faults);
    }

    /** Lets a fault befall connections that are there now, as soon as its moment comes. */
    public void strike(Fault.Break fault, Predicate<RecordedSession> which) {
        sessions.connected().stream()
                .filter(handler -> which.test(handler.session()))
                .forEach(handler -> handler.strike(fault));
    }

    /** Closes the port and every connection; does not wait for clients. */
    @Override
    public void close() {
        sessions.close();
        server.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        if (ownLoops != null) {
            ownLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Override
    public String toString() {
        return "AssemblyAI emulator at " + url();
    }

    private static EventLoopGroup newLoop() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("assemblyai-emulator", true), NioIoHandler.newFactory());
    }
}
