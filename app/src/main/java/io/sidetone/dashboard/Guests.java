package io.sidetone.dashboard;

import io.sidetone.identity.Identity;
import io.sidetone.identity.Porter;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the viewers are, and for how long: warns, renews and says who must go. Writer thread only. */
final class Guests {
    private static final long WARNING_MS = 60_000;

    private final Porter porter;
    private final int mostOfOne;
    private final InstantSource clock;
    private final Frames frames;

    Guests(Porter porter, int mostOfOne, InstantSource clock, Frames frames) {
        this.porter = porter;
        this.mostOfOne = mostOfOne;
        this.clock = clock;
        this.frames = frames;
    }

    /** Takes a ticket for a longer stay; the next one warns again. */
    void renew(Viewer viewer, String ticket) throws Refusal {
        Identity renewed = porter.withTicket(ticket, viewer.origin());
        if (renewed == null || !sameRights(renewed, viewer.identity())) {
            throw new Refusal(
                    "ticket_invalid",
                    "the ticket is not good (expected: an unused one of the same user, for this page's origin)");
        }
        viewer.identity(renewed);
    }

    /** A connection keeps what it may see: whoever may see more or less connects anew. */
    private static boolean sameRights(Identity one, Identity other) {
        return one.id().equals(other.id())
                && one.role() == other.role()
                && one.scope().equals(other.scope());
    }

    /** Once a second: warns whoever's time is nearly over; says why they must go when it is, else null. */
    @Nullable Goodbye check(Viewer viewer, long nowNanos) {
        Identity identity = viewer.identity();
        String session = identity.session();
        long left = identity.expiresAtMillis() - clock.millis();
        if (left <= 0 || (session != null && !porter.sessions().keepAlive(session))) {
            return Goodbye.AUTH_EXPIRED;
        }
        if (left <= WARNING_MS && viewer.warn()) {
            viewer.send(frames.notice("auth_expiring", "Your sign-in is about to expire; sign in again."), nowNanos);
        }
        return null;
    }

    /** The user's oldest connections, if the newest is one too many. */
    List<Viewer> surplus(Collection<Viewer> oldestFirst, Viewer newest) {
        if (newest.identity().id().equals(Identity.TOKEN)) {
            return List.of(); // everybody may have it, so it is not one user
        }
        List<Viewer> ofUser = oldestFirst.stream()
                .filter(it -> !it.closing()
                        && it.identity().id().equals(newest.identity().id()))
                .toList();
        return ofUser.subList(0, Math.max(0, ofUser.size() - mostOfOne));
    }

    /**
     * A session has ended before its time.
     *
     * @param successor the same browser's new one, or null
     * @return whether its viewer must go
     */
    boolean mustGo(Viewer viewer, String session, @Nullable Identity successor) {
        if (!session.equals(viewer.identity().session())) {
            return false;
        }
        if (successor == null || !sameRights(successor, viewer.identity())) {
            return true;
        }
        viewer.identity(successor);
        return false;
    }
}
