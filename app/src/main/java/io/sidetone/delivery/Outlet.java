package io.sidetone.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the shards share of one target: the way to it, and how it is. Safe on any thread.
 *
 * @param calls how many calls it has in memory, over all shards
 */
record Outlet(Target target, Post post, Reports reports, TargetHealth health, AtomicInteger calls) {

    /** @param changed told of every change of the target's state */
    static Outlet of(
            Target target, Post post, Reports reports, Surroundings surroundings, Consumer<TargetStatus> changed) {
        AtomicInteger calls = new AtomicInteger();
        return new Outlet(target, post, reports, new TargetHealth(target, surroundings, calls::get, changed), calls);
    }
}
