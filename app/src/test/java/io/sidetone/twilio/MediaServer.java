package io.sidetone.twilio;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.sidetone.call.CallRules;
import io.sidetone.call.CallWorld;
import io.sidetone.call.Calls;
import io.sidetone.call.FakeEngine;
import io.sidetone.call.ScriptedSpeech;
import io.sidetone.speech.Ticks;
import io.sidetone.twiml.DialTarget;
import io.sidetone.twiml.Fallback;
import io.sidetone.twiml.RequestSignature;
import io.sidetone.twiml.RequestSigner;
import io.sidetone.twiml.StreamControl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Twilio's doors behind a real loopback port, with the calls behind them and what they logged. */
final class MediaServer implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final String ACCOUNT = "AC00000000000000000000000000000001";
    static final String PUBLIC = "https://bridge.example.com";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    final FakeEngine engine = new FakeEngine();
    final ScriptedSpeech speech = new ScriptedSpeech();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final MintedCalls minted = new MintedCalls(() -> this.now);
    final Calls calls;
    final ListAppender<ILoggingEvent> log = new ListAppender<>();
    volatile Instant now = CallWorld.NOW;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Channel listening;
    private final StreamStarter starter;
    private final MediaDoor media;
    private final VoiceDoor voice;

    MediaServer(CallRules rules, TwilioAccount account, MediaLimits limits, AnswerPlan plan) {
        this(rules, account, limits, plan, PauseKeys.NONE, List.of());
    }

    MediaServer(CallRules rules, TwilioAccount account, MediaLimits limits, AnswerPlan plan, PauseKeys keys) {
        this(rules, account, limits, plan, keys, List.of());
    }

    MediaServer(
            CallRules rules, TwilioAccount account, MediaLimits limits, AnswerPlan plan, List<StreamControl> controls) {
        this(rules, account, limits, plan, PauseKeys.NONE, controls);
    }

    /** @param controls what streams are started with; empty: they are not */
    private MediaServer(
            CallRules rules,
            TwilioAccount account,
            MediaLimits limits,
            AnswerPlan plan,
            PauseKeys keys,
            List<StreamControl> controls) {
        calls = new Calls(speech, engine, rules, new Ticks(), () -> now, "node-1", meters);
        starter = new StreamStarter(controls, account, minted, plan.streamPerLeg());
        media = new MediaDoor(account, minted, calls, starter, limits, keys, meters);
        voice = new VoiceDoor(account, plan, minted, calls, starter, () -> now, meters);
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new Routes());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static MediaServer open() {
        return of(account(TwilioAccount.ForeignStreams.SIGNED), plan(new DialTarget.Client("desk"), null));
    }

    static MediaServer of(TwilioAccount account, AnswerPlan plan) {
        return new MediaServer(CallWorld.rules(8, 4), account, limits(Duration.ofSeconds(30)), plan);
    }

    static MediaLimits limits(Duration untilStart) {
        return new MediaLimits(65_536, untilStart, 3, Duration.ofMillis(100));
    }

    static TwilioAccount account(TwilioAccount.ForeignStreams foreign) {
        return new TwilioAccount(URI.create(PUBLIC), ACCOUNT, new RequestSignature(List.of(TOKEN)), foreign);
    }

    static AnswerPlan plan(@Nullable DialTarget target, @Nullable Fallback fallback) {
        return new AnswerPlan(
                null,
                target,
                Duration.ofSeconds(25),
                null,
                fallback,
                "technician",
                "agent",
                Map.of("label.queue", "support"),
                false);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** The signature of an upgrade of a path of ours. */
    static String signature(String path) {
        return new RequestSigner(TOKEN).sign(PUBLIC.replace("https", "wss") + path);
    }

    double count(String meter) {
        return meters.get(meter).counter().count();
    }

    /** Everything the doors logged as a warning, one line each. */
    String warnings() {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                all.append(event.getFormattedMessage()).append('\n');
            }
        }
        return all.toString();
    }

    /** Waits for what another thread is about to do. */
    static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() {
        starter.close();
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.sidetone.twilio");
    }

    private final class Routes extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            String path = request.uri().replaceFirst("\\?.*$", "");
            switch (path) {
                case "/twilio/voice" -> voice.voice(ctx, request);
                case "/twilio/call-status" -> voice.callStatus(ctx, request);
                case "/twilio/dial-ended" -> voice.dialEnded(ctx, request);
                case "/twilio/stream-status" -> voice.streamStatus(ctx, request);
                default -> media.upgrade(ctx, request);
            }
        }
    }
}
