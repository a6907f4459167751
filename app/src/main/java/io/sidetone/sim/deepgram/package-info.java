/**
 * A simulated Deepgram: live audio at {@code /v1/listen}, turns at {@code /v2/listen} (Flux), whole
 * pieces posted to {@code /v1/listen}. As strict as the vendor; keeps everything it was sent, and
 * misbehaves on request.
 *
 * <p><b>Way of a stream.</b> {@code Door} sends the request to {@code Handshake}, which judges it and
 * answers 101 or an error; {@code StreamHandler} takes the frames of one connection and hands audio to
 * a {@code Transcription}; there the {@code Recognizer} finds out which bundled recording it hears, a
 * {@code Speaker} ({@code Segmenter} or {@code Turns}) decides when the vendor would speak, and the
 * answers go back through the {@code Outbox}. A {@code Dialect} is what the two protocols differ in.
 *
 * <p><b>Way of a piece.</b> {@code Door} sends it to {@code PieceHandler}; {@code Piece} reads it,
 * {@code PieceWork} lets the same {@code Recognizer} hear it in slices, {@code PieceWriter} answers.
 *
 * <p><b>Time.</b> What is said depends on the audio received alone (10 ms steps of the stream's own
 * clock), never on how it was cut into frames or when it came. Wall time, taken from the event loop's
 * ticker, serves only the vendor's timeouts, the pace rule and faults that wait.
 *
 * <p><b>Threads.</b> A connection lives on one event loop. {@link DeepgramEmulator},
 * {@link RecordedStream}, {@link RecordedRequest} and {@link Faults} may be used from any thread.
 *
 * <p>Facts about the protocol: developers.deepgram.com, live streaming reference, as of 2026.
 */
@NullMarked
package io.sidetone.sim.deepgram;

import org.jspecify.annotations.NullMarked;
