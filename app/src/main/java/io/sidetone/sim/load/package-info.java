/**
 * A load tool: many calls at once on any bridge that listens to Twilio and speaks to Deepgram, and the judgement whether
 * it bore them.
 *
 * <p><b>Way of the data.</b> {@link io.sidetone.sim.load.LoadRun} paces the calls. Every chunk of their audio says whose
 * it is and which ({@code Chunks}), so that the vendor's side knows from the bytes alone what was lost, came twice, came
 * out of order, was mixed up or changed. Its finals carry ids, which the webhook's side looks for. What came out is a
 * {@link io.sidetone.sim.load.LoadReport}.
 *
 * <p><b>Threads.</b> One event loop has all calls, another both sinks; whoever runs the load waits beside them and asks.
 * Of a {@code Leg} the first owns what was sent, the second what was heard; only the times of sending are shared. Nothing
 * here reads a clock: the time, as nanoseconds, is handed in.
 */
@NullMarked
package io.sidetone.sim.load;

import org.jspecify.annotations.NullMarked;
