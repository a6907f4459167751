package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sidetone.engine.Engine;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Porter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisors' WebSocket, {@value #PATH}: who is on the line and what is being said, live. The same comes as a
 * stream of events at {@value #STREAM_PATH}: another transport of the same viewers.
 *
 * <p>Safe on any thread. Nothing in here can slow a call: the engine's news is enqueued within bounds and
 * everything else happens on a thread of its own.
 */
public final class Dashboards {
    public static final String PATH = "/api/v1/dashboard/ws";

    /** The same as server-sent events, for those who cannot have a WebSocket. */
    public static final String STREAM_PATH = "/api/v1/dashboard/sse";

    private static final Logger log = LoggerFactory.getLogger(Dashboards.class);
    private static final WriteBufferWaterMark OUTBOUND =
            new WriteBufferWaterMark(FeedLimits.OUTBOUND_LOW_BYTES, FeedLimits.OUTBOUND_HIGH_BYTES);

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final DashboardSettings settings;
    private final String epoch;
    private final EventExecutor writer;
    private final LongSupplier nanos;
    private final Door door;
    private final TopicReader topics;
    private final FeedMetrics metrics;
    private final Gallery gallery;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Arrivals arrivals;
    private final AtomicInteger viewers = new AtomicInteger();
    private final AtomicLong connectionIds = new AtomicLong();
    private volatile boolean draining;

    /**
     * @param receivers who gets what besides the supervisors, so that they see what is still to be delivered
     * @param writer the one thread that owns the feed, such as {@link #writer()}; nothing else may run long
     *     on it. Its ticker measures all durations. {@link #close} ends it
     * @param clock gives the times in frames
     */
    public Dashboards(
            Engine engine,
            DashboardSettings settings,
            Porter porter,
            Receivers receivers,
            SystemView system,
            EventExecutor writer,
            InstantSource clock,
            MeterRegistry meters) {
        this(engine, settings, porter, receivers, system, FeedLimits.DEFAULT, writer, clock, meters);
    }

    Dashboards(
            Engine engine,
            DashboardSettings settings,
            Porter porter,
            Receivers receivers,
            SystemView system,
            FeedLimits limits,
            EventExecutor writer,
            InstantSource clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.writer = writer;
        this.nanos = writer.ticker()::nanoTime;
        this.arrivals = new Arrivals(FeedLimits.CONNECTIONS_PER_SECOND, nanos);
        this.door = new Door(porter);
        this.topics = new TopicReader(limits.tailFinals());
        this.metrics = new FeedMetrics(meters);
        // unlike any epoch before it: positions of another process's feed mean nothing here
        epoch = "e_" + Long.toString(clock.millis(), 36) + "_" + settings.instance();
        Frames frames = new Frames(epoch, settings, limits, clock);
        Guests guests = new Guests(porter, settings.maxViewersOfOne(), clock, frames);
        this.gallery = new Gallery(engine, writer, nanos, limits, receivers, frames, guests, clock, system, metrics);
        porter.sessions().listen(this::sessionEnded);
        Gauge.builder("sidetone_dashboard_viewers", viewers, AtomicInteger::get)
                .description("open dashboard connections")
                .register(meters);
        FunctionCounter.builder(
                        "sidetone_dashboard_dropped", gallery, it -> it.feed().dropped())
                .description("news that did not fit into the inlet; the log's are read up later")
                .register(meters);
    }

    /** What {@code system.stats} says, a few seconds old at most. Any thread; not to be written to. */
    public ObjectNode stats() {
        return gallery.system().latest();
    }

    /** A fresh thread for the feed. */
    public static EventExecutor writer() {
        return new DefaultEventExecutor(new DefaultThreadFactory("sidetone-feed", true));
    }

    /** Begins to follow the engine. Returns at once. */
    public void start() {
        writer.execute(gallery.feed()::start);
        writer.scheduleAtFixedRate(gallery::tick, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Answers an upgrade request: 101 and the pipeline of a viewer, or a problem document with 400, 401, 403
     * or 503. On the loop of the connection; does not keep the request.
     *
     * @param ctx of the handler that read the request; it is removed if a viewer takes over
     */
    public void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
        Door.Answer answer = door.open(request, ctx.channel());
        Problem refusal = answer instanceof Door.Shut shut ? shut.why() : seat(ctx, request, (Door.Open) answer);
        if (refusal != null) {
            refused(ctx.channel(), refusal);
            refusal.send(ctx, request);
        }
    }

    /**
     * Answers a request for the stream of events: 200 and the stream, or a problem document with 400, 401, 403, 404,
     * 405, 429 or 503. On the loop of the connection; of the request nothing is kept but its head.
     *
     * @param ctx of the handler that read the request; it is removed if a viewer takes over
     */
    public void stream(ChannelHandlerContext ctx, FullHttpRequest request) {
        Door.Answer answer = door.openStream(request, ctx.channel());
        Problem refusal = answer instanceof Door.Shut shut ? shut.why() : seatStream(ctx, request, (Door.Open) answer);
        if (refusal != null) {
            refused(ctx.channel(), refusal);
            refusal.send(ctx, request);
        }
    }

    private void refused(Channel channel, Problem refusal) {
        metrics.refused();
        log.info("refused a dashboard from {}: {}", channel.remoteAddress(), refusal.detail());
    }

    private @Nullable Problem seatStream(ChannelHandlerContext ctx, FullHttpRequest request, Door.Open guest) {
        Request.Subscribe wanted;
        try {
            wanted = topics.within(guest.identity().scope()).stream(
                    request.uri(), request.headers().get(LAST_EVENT_ID));
        } catch (Refusal badQuery) {
            return Problem.of(badQuery);
        }
        Problem full = takeSeat(ctx.channel());
        if (full == null) {
            begin(ctx, request, wanted, guest);
        }
        return full;
    }

    private void begin(ChannelHandlerContext ctx, FullHttpRequest request, Request.Subscribe wanted, Door.Open guest) {
        Channel channel = ctx.channel();
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND);
        EventStream stream = new EventStream(channel, request.protocolVersion(), epoch);
        Viewer viewer = viewer(channel, stream, guest);
        ctx.pipeline().addLast("to the feed", new StreamHandler(viewer, gallery, writer));
        ctx.pipeline().remove(ctx.handler());
        connections.add(channel);
        HttpRequest head = new DefaultHttpRequest(request.protocolVersion(), request.method(), request.uri());
        Consumer<Refusal> refused = why -> {
            Problem refusal = Problem.of(why);
            refused(channel, refusal);
            refusal.sendAndClose(channel, head);
        };
        try {
            writer.execute(() -> gallery.join(viewer, wanted, stream::open, refused));
        } catch (RejectedExecutionException e) {
            ctx.channel().close(); // the server has stopped just now
        }
    }

    private Viewer viewer(Channel channel, Transport transport, Door.Open guest) {
        return new Viewer(
                "d_" + Long.toString(connectionIds.incrementAndGet(), 36),
                channel,
                transport,
                guest.identity(),
                guest.origin(),
                metrics,
                nanos.getAsLong());
    }

    /** Lets somebody in who may come; what still speaks against it, or null. */
    private @Nullable Problem seat(ChannelHandlerContext ctx, FullHttpRequest request, Door.Open guest) {
        Request.Subscribe quickLook;
        try {
            quickLook = topics.within(guest.identity().scope()).quickLook(request.uri());
        } catch (Refusal badQuery) {
            return new Problem(HttpResponseStatus.BAD_REQUEST, badQuery.text());
        }
        Problem full = takeSeat(ctx.channel());
        if (full == null) {
            handshake(ctx, request, quickLook, guest);
        }
        return full;
    }

    /** From any thread. A socket whose handshake is under way then is found out by its next second. */
    private void sessionEnded(String session, @Nullable Identity successor) {
        try {
            writer.execute(() -> gallery.sessionEnded(session, successor));
        } catch (RejectedExecutionException e) {
            log.debug("a session ended while the dashboards are closed");
        }
    }

    /** Counts one more until the channel is closed; what speaks against it, or null. */
    private @Nullable Problem takeSeat(Channel channel) {
        if (draining) {
            return new Problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "this server is about to stop");
        }
        if (!arrivals.mayCome()) {
            return new Problem(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    "more than " + FeedLimits.CONNECTIONS_PER_SECOND + " dashboards came within a second");
        }
        if (viewers.incrementAndGet() > settings.maxViewers()) {
            viewers.decrementAndGet();
            return new Problem(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "all " + settings.maxViewers() + " places for dashboards are taken");
        }
        channel.closeFuture().addListener(closed -> viewers.decrementAndGet());
        return null;
    }

    private void handshake(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            Request.@Nullable Subscribe quickLook,
            Door.Open guest) {
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(FeedLimits.MAX_FRAME_BYTES_IN)
                .allowExtensions(false)
                .closeOnProtocolViolation(false) // the viewer's handler says why; the decoder would not always
                .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(PATH, Frames.PROTOCOL, frames).newHandshaker(request);
        if (handshaker == null || !handshaker.version().equals(WebSocketVersion.V13)) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel())
                    .addListener(sent -> ctx.close());
            return;
        }
        Channel channel = ctx.channel();
        ChannelFuture done = handshaker.handshake(channel, request);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND);
        Viewer viewer = viewer(channel, new WebSocketTransport(channel), guest);
        ctx.pipeline()
                .addLast("text is UTF-8", new Utf8FrameValidator(false))
                .addLast("whole messages", new WebSocketFrameAggregator(FeedLimits.MAX_FRAME_BYTES_IN))
                .addLast(
                        "to the feed",
                        new ViewerHandler(
                                viewer,
                                gallery,
                                writer,
                                new RequestReader(topics.within(guest.identity().scope()))));
        ctx.pipeline().remove(ctx.handler());
        connections.add(channel);
        done.addListener(handshaken -> {
            if (handshaken.isSuccess()) {
                writer.execute(() -> gallery.join(viewer, quickLook));
            } else {
                ctx.close();
            }
        });
    }

    /**
     * Takes no more viewers, tells those that are here to come back elsewhere ({@code bye} 4000), and stops
     * following the engine. Blocks until all are gone or the time is up, then closes what is left.
     */
    public void close(Duration patience) {
        if (draining) {
            return;
        }
        draining = true;
        writer.submit(gallery::close).awaitUninterruptibly(patience.toMillis());
        connections.newCloseFuture().awaitUninterruptibly(patience.toMillis());
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        writer.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
