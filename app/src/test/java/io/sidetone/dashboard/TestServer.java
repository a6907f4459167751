package io.sidetone.dashboard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sidetone.engine.CallEvent;
import io.sidetone.identity.Account;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Porter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A front door that leads to the dashboard and nowhere else, with time and engine in the test's hands. */
final class TestServer implements AutoCloseable {
    static final String TOKEN = "let me see";

    final FakeEngine engine = new FakeEngine();
    final FakeSystem system = new FakeSystem();
    final FrozenTime time = new FrozenTime();
    final FrozenTime.Writer writer = time.writer();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Porter porter;
    final Dashboards dashboards;
    final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory("test-loop", true), NioIoHandler.newFactory());
    private final Channel listening;

    TestServer() {
        this(settings(200, true), FeedLimits.DEFAULT);
    }

    TestServer(Setup setup, FeedLimits limits) {
        porter = new Porter(setup.identity(), time);
        dashboards = new Dashboards(
                engine, setup.dashboard(), porter, TestServer::takers, system, limits, writer, time, meters);
        dashboards.start();
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 8 * 1024) // so that a client that does not read is felt soon
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.add(connection);
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new ToDashboard());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        writer.settle();
    }

    /** What a server is told. */
    record Setup(DashboardSettings dashboard, IdentitySettings identity) {
        Setup with(Account... accounts) {
            return new Setup(dashboard, identity.with(List.of(accounts)));
        }

        Setup withViewersOfOne(int most) {
            return new Setup(
                    new DashboardSettings(dashboard.maxViewers(), most, dashboard.instance(), dashboard.version()),
                    identity);
        }
    }

    static Setup settings(int maxViewers, boolean loopbackOnly) {
        return new Setup(
                new DashboardSettings(maxViewers, maxViewers, "test-0", "1.2.3"),
                IdentitySettings.of(
                        TOKEN,
                        "https://bridge.example.com",
                        Set.of("https://desk.example.com", "https://*.example.org"),
                        loopbackOnly));
    }

    /** One webhook takes finals, another whole utterances. */
    private static List<String> takers(CallEvent event) {
        return switch (event.type()) {
            case "transcript.final" -> List.of("nlu");
            case "utterance.completed" -> List.of("crm");
            default -> List.of();
        };
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    ScriptedCall call(String callId) {
        return new ScriptedCall(engine, callId);
    }

    Client client() {
        return Client.connect(port(), "");
    }

    void advance(Duration by) {
        time.advance(writer, by);
    }

    /** Lets the writer send everything there is. */
    void flush() {
        writer.settle();
        advance(FeedLimits.DEFAULT.flush());
    }

    /** Waits until all clients are gone, and all that follows from it is done. */
    void allGone() {
        for (Channel connection : connections) {
            connection.closeFuture().awaitUninterruptibly();
            for (int i = 0; i < 2; i++) { // the handlers hear of it in a task behind the one that closed
                connection.eventLoop().submit(() -> {}).syncUninterruptibly();
            }
        }
        writer.settle();
    }

    @Override
    public void close() {
        dashboards.close(Duration.ofMillis(200));
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class ToDashboard extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (request.uri().startsWith(Dashboards.STREAM_PATH)) {
                dashboards.stream(ctx, request);
            } else {
                dashboards.upgrade(ctx, request);
            }
        }
    }
}
