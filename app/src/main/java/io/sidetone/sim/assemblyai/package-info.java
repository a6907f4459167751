/**
 * A simulated AssemblyAI: {@code /v3/ws} (Universal Streaming v3) as a WebSocket server that is as strict as
 * the vendor, keeps everything it was sent, and misbehaves on request.
 *
 * <p><b>Way of the data.</b> {@code UpgradeHandler} answers the handshake, which succeeds even for a bad key:
 * the vendor refuses afterwards, with an {@code Error} and a close code. {@code SessionHandler} takes the frames
 * of one connection and hands audio to a {@code Hearing}; there the recogniser of {@code sim.deepgram} finds out
 * which bundled recording it is, and the {@code TurnMaker} decides what is said of it and when.
 *
 * <p><b>Time.</b> What is said depends on the audio received alone, in 10 ms steps of the session's own clock.
 * Wall time, taken from the event loop's ticker, serves only the vendor's limits, the pace rule and faults that
 * wait.
 *
 * <p><b>Threads.</b> A connection lives on one event loop. {@link AssemblyAiEmulator} and
 * {@link RecordedSession} may be used from any thread.
 *
 * <p>Facts about the protocol: assemblyai.com/docs, streaming API, as of 2026. What stands nowhere: how far ahead
 * of real time audio may run, and the code of a session that was silent for too long (here 3008).
 */
@NullMarked
package io.sidetone.sim.assemblyai;

import org.jspecify.annotations.NullMarked;
