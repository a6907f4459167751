package io.sidetone.dashboard;

import io.netty.util.concurrent.EventExecutor;
import io.sidetone.engine.Engine;
import io.sidetone.identity.Identity;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private final Guests guests;
    private final Feed feed;
    private final Sender sender;
    private final SystemDesk system;
    private final Desk desk;
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private long servedNanos;
    private long tickNanos;
    private boolean planned;
    private long goodbyes;

    Gallery(
            Engine engine,
            EventExecutor writer,
            LongSupplier nanos,
            FeedLimits limits,
            Receivers receivers,
            Frames frames,
            Guests guests,
            InstantSource clock,
            SystemView view,
            FeedMetrics metrics) {
        this.writer = writer;
        this.limits = limits;
        this.nanos = nanos;
        this.metrics = metrics;
        this.frames = frames;
        this.guests = guests;
        this.feed = new Feed(engine, writer, nanos, limits, receivers, this);
        this.sender = new Sender(feed.ring(), frames, metrics, limits.frameBytes(), nanos);
        this.system = new SystemDesk(view, feed.board(), clock, nanos, viewers::size);
        this.desk = new Desk(
                feed,
                frames,
                new Snapshots(frames, system, limits.frameBytes(), nanos),
                system,
                limits,
                metrics,
                nanos,
                guests);
        this.tickNanos = nanos.getAsLong();
        this.servedNanos = nanos.getAsLong() - limits.flush().toNanos();
    }

    Feed feed() {
        return feed;
    }

    /** How the process is, for whoever asks by HTTP. Any thread. */
    SystemDesk system() {
        return system;
    }

    void join(Viewer viewer, Request.@Nullable Subscribe quickLook) {
        log.info("{} looks", viewer);
        viewers.add(viewer);
        guests.surplus(viewers, viewer).forEach(it -> sayGoodbye(it, Goodbye.REPLACED));
        viewer.toldTo(feed.ring().head());
        viewer.send(hello(viewer), nanos.getAsLong());
        if (quickLook != null) {
            viewer.outstanding().incrementAndGet();
            ask(viewer, quickLook);
        }
    }

    private Frame hello(Viewer viewer) {
        return frames.hello(
                viewer.id(),
                viewer.identity(),
                feed.ring().head(),
                viewer.transport().takesRequests());
    }

    /**
     * Lets somebody in who will not be able to ask for anything else.
     *
     * @param open called before the first frame
     * @param refused called instead of everything if what is wanted cannot be shown
     */
    void join(Viewer viewer, Request.Subscribe wanted, Runnable open, Consumer<Refusal> refused) {
        try {
            desk.check(viewer, wanted.topics());
        } catch (Refusal why) {
            refused.accept(why);
            return;
        }
        open.run();
        join(viewer, wanted);
    }

    void leave(Viewer viewer) {
        if (viewers.remove(viewer)) {
            log.info("{} is gone", viewer);
            viewer.startClosing();
            lookAround();
        }
    }

    void ask(Viewer viewer, Request request) {
        if (request instanceof Request.Ack ack) {
            applied(viewer, ack); // at once: what waits in the inbox may wait for this
        } else if (!viewer.closing()) {
            viewer.inbox().add(request);
            answerInbox(viewer);
        }
    }

    private void applied(Viewer viewer, Request.Ack ack) {
        viewer.outstanding().decrementAndGet();
        long now = nanos.getAsLong();
        if (viewer.closing()) {
            return;
        }
        if (!viewer.conduct.mayAsk(now)) {
            desk.refuse(viewer, ack, new Refusal("rate_limited", "too many requests in a short time"));
            return;
        }
        viewer.acks.applied(Math.min(ack.through(), viewer.told()), now);
        metrics.clientLag(ack.lagMs());
        if (viewer.ready()) {
            desk.answer(viewer, ack);
        }
        answerInbox(viewer);
    }

    /** The viewer's socket takes more again. */
    void writable(Viewer viewer) {
        answerInbox(viewer);
        if (viewer.ready()) {
            catchUp(viewer);
        }
        watchLag(viewer, nanos.getAsLong());
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
        system.guessed();
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
                watchPace(viewer, servedNanos);
                if (viewer.keepsUp(servedNanos)) {
                    catchUp(viewer, round);
                }
                watchLag(viewer, servedNanos);
            }
        }
    }

    /** Spares a slow viewer what it can do without, and tells it. */
    private void watchPace(Viewer viewer, long now) {
        if (viewer.closing()) {
            return;
        }
        String change = viewer.pace.observe(!viewer.keepsUp(now), now);
        if (change == null) {
            return;
        }
        log.info("{}: {}", viewer, change);
        if (viewer.pace.suspended()) {
            viewer.unsent().clear();
            viewer.send(frames.notice(change, "this connection reads too slowly; guesses and rates pause"), now);
        } else {
            viewer.send(frames.notice(change, "this connection keeps up again"), now);
            desk.addMoment(viewer);
            changed();
        }
    }

    /** Tells a viewer once that what it has is old, and once that it is not any more. */
    private void watchLag(Viewer viewer, long now) {
        if (viewer.closing()) {
            return;
        }
        long behindNanos = viewer.behindNanos(feed.ring(), now);
        switch (viewer.lag.observe(behindNanos, now)) {
            case LAGGING -> {
                long behindMs = TimeUnit.NANOSECONDS.toMillis(behindNanos);
                log.info("{} lags behind by {} ms", viewer, behindMs);
                metrics.lagging();
                viewer.send(frames.lagging(behindMs), now);
            }
            case CAUGHT_UP -> {
                log.info("{} has caught up", viewer);
                viewer.send(frames.notice("caught_up", "this connection shows the newest again"), now);
            }
            case NONE -> {} // nothing to tell
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
        if (viewer.cursor() < feed.ring().floor() || tooFar(viewer, head)) {
            log.info("{} fell behind and starts anew", viewer);
            metrics.reset();
            desk.reset(viewer);
            return true;
        }
        return sender.send(viewer, round);
    }

    private boolean tooFar(Viewer viewer, long head) {
        long events = head - viewer.cursor();
        return events > limits.replayEvents()
                || (events > 1 && feed.ring().bytesAfter(viewer.cursor()) > limits.replayBytes());
    }

    /** Once a second: what time brings about. */
    void tick() {
        try {
            feed.sweep();
            system.tick(viewers);
            changed();
            long now = nanos.getAsLong();
            metrics.feedDelay(now - tickNanos - TimeUnit.SECONDS.toNanos(1));
            metrics.ringAge(TimeUnit.NANOSECONDS.toMillis(feed.ring().ageNanos(now)));
            tickNanos = now;
            for (Viewer viewer : List.copyOf(viewers)) {
                watchPace(viewer, now);
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
        Goodbye over = guests.check(viewer, now);
        if (over != null) {
            sayGoodbye(viewer, over);
            return;
        }
        boolean writable = viewer.channel().isWritable();
        long backlog = writable ? 0 : viewer.channel().bytesBeforeWritable();
        if (viewer.keepAlive.stuck(backlog, now) || viewer.acks.overdue(now)) {
            sayGoodbye(viewer, Goodbye.SLOW_CONSUMER);
            viewer.channel().close(); // a goodbye would wait behind what it does not read
        } else if (writable && viewer.keepAlive.pongOverdue(now)) {
            sayGoodbye(viewer, Goodbye.NO_PONG);
        } else if (writable) {
            if (viewer.keepAlive.heartbeatDue(now)) {
                long prev = viewer.told();
                viewer.toldTo(viewer.cursor());
                viewer.send(frames.heartbeat(prev, viewer.told()), now);
            }
            if (viewer.keepAlive.pingDue(now) && !viewer.transport().ping()) {
                viewer.keepAlive.pong(); // there is none to wait for
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
        viewer.transport().close(why);
        viewer.channel().eventLoop().schedule(() -> viewer.channel().close(), CLOSE_WAITS_SECONDS, TimeUnit.SECONDS);
    }

    /** So that not all come back at once: even over the time, however many there are. */
    private static long spread(long number) {
        double goldenRatio = 0.618_033_988_749_895;
        return (long) (number * goldenRatio % 1 * RETRY_SPREAD_MS);
    }

    /** Somebody signed out, or in anew, in the browser of some viewers. */
    void sessionEnded(String session, @Nullable Identity successor) {
        for (Viewer viewer : List.copyOf(viewers)) {
            if (guests.mustGo(viewer, session, successor)) {
                sayGoodbye(viewer, Goodbye.UNAUTHORIZED);
            }
        }
    }

    /** Sends everyone away and stops following the engine. */
    void close() {
        for (Viewer viewer : List.copyOf(viewers)) {
            if (viewer.ready()) {
                viewer.send(
                        frames.notice("draining", "this server is about to stop; come back soon"), nanos.getAsLong());
            }
            sayGoodbye(viewer, Goodbye.DRAINING);
        }
        feed.stop();
    }
}
