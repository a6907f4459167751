package io.sidetone.delivery;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog.Stored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deliveries to one target again that somebody wished for: a few at a time, oldest first, each through its
 * call's queue. A wish stays in the archive until what came of it is noted; so a target that is down, or a restart,
 * loses none. Safe on any thread.
 */
final class Repeats {
    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);

    /** Finds who delivers a call's events here. */
    interface Dispatchers {
        Optional<Dispatcher> of(String callId);
    }

    private final Outlet outlet;
    private final Archive archive;
    private final Dispatchers dispatchers;
    private final int atOnce;
    private final Set<String> underWay = new HashSet<>(); // ids; guarded by this, like all below
    private boolean asking;
    private boolean nudged; // while asking
    private boolean closed;

    Repeats(Outlet outlet, Archive archive, Dispatchers dispatchers, int atOnce) {
        this.outlet = outlet;
        this.archive = archive;
        this.dispatchers = dispatchers;
        this.atOnce = atOnce;
    }

    /** There may be something to do. */
    void nudge() {
        int max;
        synchronized (this) {
            nudged = true;
            if (closed || asking || outlet.health().isStopped() || underWay.size() > atOnce / 2) {
                return;
            }
            asking = true;
            nudged = false;
            max = atOnce; // those under way are among them
        }
        archive.repeats(outlet.target().name(), max).whenComplete(this::wished);
    }

    private void wished(@Nullable List<Archive.Delivery> wishes, @Nullable Throwable failure) {
        if (wishes == null) {
            LOG.warn("{}: what is to be sent again could not be read: {}", outlet.target(), String.valueOf(failure));
        }
        List<Archive.Delivery> fresh = new ArrayList<>();
        boolean again;
        synchronized (this) {
            asking = false;
            for (Archive.Delivery wish : wishes == null ? List.<Archive.Delivery>of() : wishes) {
                if (underWay.add(wish.id())) {
                    fresh.add(wish);
                }
            }
            again = nudged && fresh.isEmpty() && wishes != null;
        }
        fresh.forEach(this::repeat);
        if (again) {
            nudge();
        }
    }

    private void repeat(Archive.Delivery wish) {
        archive.event(wish.callId(), wish.seq()).whenComplete((found, failure) -> {
            if (found == null) {
                LOG.warn("{}: {} could not be read: {}", outlet.target(), wish.id(), String.valueOf(failure));
                over(wish, false);
            } else {
                found.map(Stored::event).ifPresentOrElse(event -> hand(wish, event), () -> lost(wish));
            }
        });
    }

    private void hand(Archive.Delivery wish, CallEvent event) {
        Consumer<Boolean> over = noted -> over(wish, noted);
        dispatchers
                .of(wish.callId())
                .ifPresentOrElse(
                        dispatcher -> dispatcher.run(
                                () -> dispatcher.repeat(outlet.target().name(), event, over), () -> over.accept(false)),
                        () -> over.accept(false));
    }

    /** The event is gone from the log, so the wish must go as well. */
    private void lost(Archive.Delivery wish) {
        outlet.reports().lost(wish).whenComplete((noted, failure) -> over(wish, failure == null));
    }

    /** @param noted false: the wish stays, and somebody has to nudge once things are better */
    private void over(Archive.Delivery wish, boolean noted) {
        synchronized (this) {
            underWay.remove(wish.id());
        }
        if (noted) {
            nudge();
        }
    }

    synchronized void close() {
        closed = true;
    }
}
