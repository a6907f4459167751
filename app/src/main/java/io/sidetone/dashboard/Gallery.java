package io.sidetone.dashboard;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.concurrent.EventExecutor;
import io.sidetone.engine.Engine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everyone who looks. All are served together, at once after a quiet moment and then at most every {@link
 * FeedLimits#flush()}; who does not read is passed over until the socket takes more. Writer thread only.
 */
final class Gallery implements Feed.Audience {
    private static final Logger log = LoggerFactory.getLogger(Gallery.class);
    private static final long RETRY_SPREAD_MS = 5_000;
    private static final long CLOSE_WAITS_SECONDS = 2;

    private final EventExecutor writer;
    private final FeedLimits limits;
    private final LongSupplier nanos;
    private final FeedMetrics metrics;
    private final Frames frames;
    private final Feed feed;
    private final Sender sender;
    private final Desk desk;
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private long servedNanos;
    private boolean planned;
    private long goodbyes;

    Gallery(
            Engine engine,
            EventExecutor writer,
            LongSupplier nanos,
            FeedLimits limits,
            Frames frames,
            FeedMetrics metrics) {
        this.writer = writer;
        this.limits = limits;
        this.nanos = nanos;
        this.metrics = metrics;
        this.frames = frames;
        this.feed = new Feed(engine, writer, nanos, limits, this);
        this.sender = new Sender(feed.ring(), frames, limits.frameBytes(), nanos);
        this.desk = new Desk(feed, frames, new Snapshots(frames, limits.frameBytes(), nanos), limits, nanos);
        this.servedNanos = nanos.getAsLong() - limits.flush().toNanos();
    }

    Feed feed() {
        return feed;
    }

    void join(Viewer viewer, Request.@Nullable Subscribe quickLook) {
        log.info("{} looks", viewer);
        viewers.add(viewer);
        viewer.toldTo(feed.ring().head());
        viewer.send(frames.hello(viewer.id(), feed.ring().head()), nanos.getAsLong());
        if (quickLook != null) {
            viewer.outstanding().incrementAndGet();
            ask(viewer, quickLook);
        }
    }

    void leave(Viewer viewer) {
        if (viewers.remove(viewer)) {
            log.info("{} is gone", viewer);
            viewer.startClosing();
            lookAround();
        }
    }

    void ask(Viewer viewer, Request request) {
        if (!viewer.closing()) {
            viewer.inbox().add(request);
            answerInbox(viewer);
        }
    }

    /** The viewer's socket takes more again. */
    void writable(Viewer viewer) {
        answerInbox(viewer);
        if (viewer.ready()) {
            catchUp(viewer);
        }
    }

    void pong(Viewer viewer) {
        viewer.keepAlive.pong();
    }

    private void answerInbox(Viewer viewer) {
        while (viewer.ready() && !viewer.inbox().isEmpty()) {
            if (viewer.inbox().element() instanceof Request.Subscribe) {
                feed.watched(true);
                if (!catchUp(viewer)) {
                    return; // a snapshot must not overtake what came before it
                }
            }
            answer(viewer, viewer.inbox().remove());
            viewer.outstanding().decrementAndGet();
        }
        lookAround();
        if (viewer.cursor() < feed.ring().head() || !viewer.unsent().isEmpty()) {
            changed();
        }
    }

    private void answer(Viewer viewer, Request request) {
        long now = nanos.getAsLong();
        if (!viewer.conduct.mayAsk(now)) {
            desk.refuse(viewer, request, new Refusal("rate_limited", "too many requests in a short time"));
        } else if (!desk.answer(viewer, request) && viewer.conduct.badRequest(now)) {
            sayGoodbye(viewer, Goodbye.BAD_FRAME);
        }
    }

    /** Asks publishers for guesses as long as anybody sees them. */
    private void lookAround() {
        feed.watched(viewers.stream().anyMatch(viewer -> !viewer.interest().isEmpty()));
    }

    @Override
    public void overwritten(Slot slot) {
        for (Viewer viewer : viewers) {
            if (viewer.guesses(slot.call()) && !viewer.unsent().add(slot)) {
                metrics.conflated();
            }
        }
    }

    @Override
    public void gone(CallState call) {
        for (LegState leg : call.legs()) {
            viewers.forEach(viewer -> {
                viewer.unsent().remove(leg.speech());
                viewer.unsent().remove(leg.interim());
            });
        }
    }

    @Override
    public void changed() {
        if (planned || viewers.isEmpty()) {
            return;
        }
        planned = true;
        long waitNanos = servedNanos + limits.flush().toNanos() - nanos.getAsLong();
        if (waitNanos <= 0) {
            writer.execute(this::serveAll); // not within this turn, which may still change things
        } else {
            writer.schedule(this::serveAll, waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void serveAll() {
        planned = false;
        servedNanos = nanos.getAsLong();
        try (Sender.Round round = new Sender.Round()) {
            for (Viewer viewer : viewers) {
                if (viewer.ready()) {
                    catchUp(viewer, round);
                }
            }
        }
    }

    private boolean catchUp(Viewer viewer) {
        try (Sender.Round alone = new Sender.Round()) {
            return catchUp(viewer, alone);
        }
    }

    /** @return false if something is left, as the viewer does not read */
    private boolean catchUp(Viewer viewer, Sender.Round round) {
        long head = feed.ring().head();
        if (viewer.interest().isEmpty()) {
            viewer.scannedTo(head);
            viewer.unsent().clear();
            return true;
        }
        if (viewer.cursor() < feed.ring().floor() || head - viewer.cursor() > limits.replayEvents()) {
            log.info("{} fell behind and starts anew", viewer);
            metrics.reset();
            desk.reset(viewer);
            return true;
        }
        return sender.send(viewer, round);
    }

    /** Once a second: what time brings about. */
    void tick() {
        try {
            feed.sweep();
            long now = nanos.getAsLong();
            for (Viewer viewer : List.copyOf(viewers)) {
                keepAlive(viewer, now);
            }
        } catch (RuntimeException e) {
            log.error("the dashboard's clock stumbled", e); // thrown, it would stop for good
        }
    }

    private void keepAlive(Viewer viewer, long now) {
        if (viewer.closing()) {
            return;
        }
        boolean writable = viewer.channel().isWritable();
        long backlog = writable ? 0 : viewer.channel().bytesBeforeWritable();
        if (viewer.keepAlive.stuck(backlog, now)) {
            sayGoodbye(viewer, Goodbye.SLOW_CONSUMER);
            viewer.channel().close(); // a goodbye would wait behind what it does not read
        } else if (writable && viewer.keepAlive.pongOverdue(now)) {
            sayGoodbye(viewer, Goodbye.NO_PONG);
        } else if (writable) {
            if (viewer.keepAlive.heartbeatDue(now)) {
                viewer.toldTo(viewer.cursor());
                viewer.send(frames.heartbeat(viewer.told()), now);
            }
            if (viewer.keepAlive.pingDue(now)) {
                viewer.channel().writeAndFlush(new PingWebSocketFrame());
            }
        }
    }

    /** Tells a viewer why it must go, and closes its connection soon. */
    void sayGoodbye(Viewer viewer, Goodbye why) {
        if (viewer.closing()) {
            return;
        }
        log.info("{} is closed: {} {}", viewer, why.code(), why.reason());
        metrics.closed(why);
        goodbyes++;
        viewer.send(frames.bye(why, spread(goodbyes)), nanos.getAsLong());
        viewer.startClosing();
        viewer.channel().writeAndFlush(new CloseWebSocketFrame(why.code(), why.reason()));
        viewer.channel().eventLoop().schedule(() -> viewer.channel().close(), CLOSE_WAITS_SECONDS, TimeUnit.SECONDS);
    }

    /** So that not all come back at once: even over the time, however many there are. */
    private static long spread(long number) {
        double goldenRatio = 0.618_033_988_749_895;
        return (long) (number * goldenRatio % 1 * RETRY_SPREAD_MS);
    }

    /** Sends everyone away and stops following the engine. */
    void close() {
        for (Viewer viewer : List.copyOf(viewers)) {
            sayGoodbye(viewer, Goodbye.DRAINING);
        }
        feed.stop();
    }
}
