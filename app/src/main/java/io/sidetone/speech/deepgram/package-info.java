/**
 * One connection to Deepgram's streaming recognisers, in their own dialects: v1 ({@code /v1/listen}) and
 * Flux ({@code /v2/listen}); and requests for whole pieces of audio.
 *
 * <p><b>Way of the data.</b> Down: a leg's slices leave in order through {@code speech.wire}, between
 * Deepgram's own control messages. Up: text messages become {@code DeepgramMessage}s, and the {@code Dialect} makes
 * {@link io.sidetone.speech.SpeechEvent}s of them, with every time moved to the call's axis.
 *
 * <p><b>Threads.</b> A session, its socket and its buffers live on the leg's loop. Time comes from the
 * loop's tick; a session has no timer of its own. Requests for pieces have threads of their own.
 *
 * <p>A session is one connection and ends with it. Staying connected is the work of the room above.
 * Deepgram's own Java client is not used: it cannot keep a stream alive, closes it without asking for
 * the last words, and hides the answer to a refused handshake.
 */
@NullMarked
package io.sidetone.speech.deepgram;

import org.jspecify.annotations.NullMarked;
