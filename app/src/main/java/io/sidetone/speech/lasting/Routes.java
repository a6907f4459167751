package io.sidetone.speech.lasting;

import io.sidetone.speech.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A leg's ways to a transcript, in the order of the settings. Confined to the leg's loop. */
final class Routes {
    private final List<Route> all;

    Routes(List<Route> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Begins an attempt on the first way that is worth it, if it may begin now: one that waits only for its short
     * pause is waited for; one whose vendor is in trouble is passed over, and tried last. Now and then somebody must
     * try it first, or it would never be the first choice again.
     */
    @Nullable Route begin(long nowMs) {
        for (Route route : all) {
            if (route.isHopeful()) {
                return route.admits(nowMs) ? route : null;
            }
            if (route.isOverdue(nowMs) && route.admits(nowMs)) {
                return route;
            }
        }
        for (Route route : all) {
            if (route.admits(nowMs)) {
                return route;
            }
        }
        return null;
    }

    /** Whether none is left that could ever succeed. */
    boolean areAllRefused() {
        for (Route route : all) { // no stream: it is asked at every tick of every leg that waits
            if (!route.isRefused()) {
                return false;
            }
        }
        return true;
    }

    /** Whether none is in good order now. */
    boolean areAllInTrouble() {
        for (Route route : all) {
            if (route.isHopeful()) {
                return false;
            }
        }
        return true;
    }

    /** Why the last of them was refused; null if one is left. */
    @Nullable Failure lastRefusal() {
        return areAllRefused() && !all.isEmpty() ? all.get(all.size() - 1).refused() : null;
    }
}
