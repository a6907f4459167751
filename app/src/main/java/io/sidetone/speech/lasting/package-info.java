/**
 * Speech sessions that outlive their vendor's connections: nothing said between the phone and the text is lost.
 *
 * <p><b>Way of the data.</b> A leg's audio goes into {@link io.sidetone.speech.lasting.KeptAudio} and to the vendor's
 * session at once. What the vendor settles is let go of. When a connection ends before its time, another is opened,
 * at the same vendor or the next, and what is not settled is sent again; {@link io.sidetone.speech.lasting.Seam} takes
 * out the words that were said before. What is too much to be caught up live is cut off as
 * {@link io.sidetone.speech.lasting.Piece}s, waits in memory or, encrypted, on disk, and is transcribed as a whole.
 *
 * <p><b>Threads.</b> A session and all it owns live on the leg's loop. Shared by all legs, and safe on any thread:
 * {@link io.sidetone.speech.lasting.Breaker} (who may call a vendor now), {@link
 * io.sidetone.speech.lasting.AudioBudget} (how much audio the process keeps) and {@link
 * io.sidetone.speech.lasting.Spill} (one thread of its own for the disk).
 */
@NullMarked
package io.sidetone.speech.lasting;

import org.jspecify.annotations.NullMarked;
