/**
 * Webhooks: what the log holds goes to each target, signed, per call in order, at least once.
 *
 * <p><b>Way of the data.</b> The log opens its shards here; a {@link io.sidetone.delivery.Dispatcher}
 * per shard hands each event to a {@link io.sidetone.delivery.Lane} per target, which keeps a
 * {@link io.sidetone.delivery.CallQueue} per call with one request in flight; the
 * {@link io.sidetone.delivery.Sender} of the target posts it; the answer comes back to the queue, which
 * settles the event, rests before the next attempt, or sets the event aside. What became of an event
 * is told by {@link io.sidetone.delivery.Reports}.
 *
 * <p><b>Threads.</b> Dispatcher, lanes and queues live on their shard's thread. Requests run on
 * OkHttp's threads, {@code sidetone-webhook-<target>}, and answers hop back.
 *
 * <p><b>Memory.</b> A shard that holds too much that is not settled pauses the log; then a target that
 * is down long enough delays the others on that shard too. Setting whole calls or targets aside by one
 * stored marker, which ends that, has its place in {@link io.sidetone.delivery.Lane}, beside what a
 * 410 does already.
 */
@NullMarked
package io.sidetone.delivery;

import org.jspecify.annotations.NullMarked;
