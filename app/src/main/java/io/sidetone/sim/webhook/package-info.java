/**
 * A webhook listener: what a receiver of the bridge's events has to do, done, so that people can watch
 * deliveries without writing one, and tests can make it slow, flaky or wrong.
 *
 * <p><b>Way of the data.</b> A request's raw body is verified first and read afterwards; then it is
 * placed in its call's order, kept, shown to whoever watches, and answered.
 *
 * <p><b>Threads.</b> A listener has one event loop of its own. Everything happens there, the watcher
 * included; {@link io.sidetone.sim.webhook.WebhookListener}'s methods may be called from any thread.
 */
@NullMarked
package io.sidetone.sim.webhook;

import org.jspecify.annotations.NullMarked;
