/**
 * A simulated Twilio: it places calls on a bridge the way the real one does, so that nobody needs an
 * account or a phone to try one, and so that tests can make it misbehave.
 *
 * <p><b>Way of the data.</b> {@link io.sidetone.sim.twilio.TwilioSimulator} places a {@link
 * io.sidetone.sim.twilio.CallPlan}. The call asks the voice webhook, follows the TwiML it is given,
 * opens media streams, dials, and reports progress over callbacks; at the end there is a {@link
 * io.sidetone.sim.twilio.CallReport}. {@link io.sidetone.sim.twilio.Quirk}s make it differ from a call
 * that goes well.
 *
 * <p><b>Threads.</b> Each call lives on one event loop, its sockets included; webhooks are posted by
 * the JDK's HTTP client, whose answers come back to that loop. There is no thread per call.
 */
@NullMarked
package io.sidetone.sim.twilio;

import org.jspecify.annotations.NullMarked;
