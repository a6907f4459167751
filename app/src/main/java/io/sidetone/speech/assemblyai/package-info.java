/**
 * One connection to AssemblyAI's streaming recogniser (Universal Streaming v3, {@code /v3/ws}), in its own
 * dialect, on the parts of {@link io.sidetone.speech.wire}.
 *
 * <p><b>What differs from other vendors.</b> The upgrade succeeds even for a bad key, so a session is open only
 * at {@code Begin}, and a refusal is an {@code Error} message followed by a close code. Messages of audio hold 50
 * to 1000 ms, and never come faster than real time, so what waited while the connection opened is made up for by
 * at most a second. {@code Turn} messages are cumulative; the end of a turn comes twice when it is formatted.
 *
 * <p><b>Stuck.</b> Messages come only while somebody speaks, so their absence proves nothing. So a
 * session is given up only if it takes nothing of what waits, or leaves a ping unanswered, for {@code stuck}
 * seconds; results are not held against the audio sent.
 *
 * <p><b>Threads.</b> A session, its socket and its buffers live on the leg's loop. Time comes from the loop's
 * tick; a session has no timer of its own.
 *
 * <p>Facts: assemblyai.com/docs, streaming API and its errors, as of 2026.
 */
@NullMarked
package io.sidetone.speech.assemblyai;

import org.jspecify.annotations.NullMarked;
