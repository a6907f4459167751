/**
 * The live calls: the only room that knows what a call is.
 *
 * <p><b>Way of the data.</b> Audio comes in from {@code twilio} through a {@link
 * io.sidetone.call.CallStream}, goes to its {@link io.sidetone.call.Leg} and down to {@code speech};
 * words come back as {@link io.sidetone.speech.SpeechEvent}, travel as {@link
 * io.sidetone.call.LegReport} to the {@link io.sidetone.call.Call}, and leave through {@code engine}:
 * what is settled through the event log, guesses and states through the live bus. Nothing flows the
 * other way.
 *
 * <p><b>Threads.</b> A stream and its legs live on the event loop that Netty gave to the stream's
 * socket. The call's record has one home, the loop of its first stream; a leg on another loop reports
 * to it through that loop's queue, so that order is kept and nothing is locked. {@link
 * io.sidetone.call.Calls} and {@link io.sidetone.call.CallHandle} are for any thread.
 */
@NullMarked
package io.sidetone.call;

import org.jspecify.annotations.NullMarked;
