/**
 * A simulated Deepgram: {@code GET /v1/listen} as a WebSocket server that is as strict as the vendor,
 * keeps everything it was sent, and misbehaves on request.
 *
 * <p><b>Way of the data.</b> {@code HandshakeHandler} judges the request and answers 101 or an error;
 * {@code StreamHandler} takes the frames of one connection and hands audio to a {@code Transcription};
 * there the {@code Recognizer} finds out which bundled recording it hears, the {@code Segmenter}
 * decides when the vendor would speak, and the answers go back through the {@code Outbox}.
 *
 * <p><b>Time.</b> What is said depends on the audio received alone (10 ms steps of the stream's own
 * clock), never on how it was cut into frames or when it came. Wall time, taken from the event loop's
 * ticker, serves only the vendor's timeouts, the pace rule and faults that wait.
 *
 * <p><b>Threads.</b> A connection lives on one event loop. {@link DeepgramEmulator},
 * {@link RecordedStream} and {@link Faults} may be used from any thread.
 *
 * <p>Facts about the protocol: developers.deepgram.com, live streaming reference, as of 2026.
 */
@NullMarked
package io.sidetone.sim.deepgram;

import org.jspecify.annotations.NullMarked;
