/**
 * Webhooks: what the log holds goes to each target, signed, per call in order, at least once.
 *
 * <p><b>Way of the data.</b> The log opens its shards here; a {@link io.sidetone.delivery.Dispatcher}
 * per shard hands each event to a {@link io.sidetone.delivery.Lane} per target, which keeps a
 * {@link io.sidetone.delivery.CallQueue} per call with one request in flight. The queue asks the target's
 * {@link io.sidetone.delivery.Valve} for a permit; the {@link io.sidetone.delivery.Sender} of the target posts; the
 * answer comes back to the queue, which settles the event, rests before the next attempt, or sets the event aside.
 * What became of an event is told by {@link io.sidetone.delivery.Reports}.
 *
 * <p><b>Nobody waits for what is down.</b> An event that is not settled is brought back after a crash by exactly one
 * of three things, its cover: the shard's head, the row of its call, or the marker of its lane.
 * <ul>
 *   <li>Usually it is the head, which stays behind the first event that only memory knows.
 *   <li>A call with more events than it may hold, or whose event fails twice, is <i>parked</i>
 *       ({@link io.sidetone.delivery.Parking}): its row says from where on, the rest stays in the log, and it reads on
 *       when there is room.
 *   <li>A target that is down ({@link io.sidetone.delivery.TargetHealth}, which decides for all shards) is
 *       <i>suspended</i>: one {@link io.sidetone.delivery.Marker} per shard stands for all that comes, until one lane's
 *       probe succeeds. Then {@link io.sidetone.delivery.CatchUp} passes over the log from the marker to the present,
 *       while calls that begin meanwhile go the live way.
 * </ul>
 * A cover is given up only once what takes its place is stored.
 *
 * <p>{@link io.sidetone.delivery.Repeats} sends again what somebody wishes for, behind all else of its call.
 *
 * <p><b>Threads.</b> Dispatcher, lanes and queues live on their shard's thread; valve and health are shared by all
 * shards and safe on any. Requests run on OkHttp's threads, at most {@code webhooks[].concurrency} per target, and
 * answers hop back.
 *
 * <p><b>Memory.</b> Bounded by {@link io.sidetone.delivery.DeliveryLimits}; the log is never held back.
 */
@NullMarked
package io.sidetone.delivery;

import org.jspecify.annotations.NullMarked;
