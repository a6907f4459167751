/**
 * Telephone audio: G.711 mu-law and A-law, WAV files, resampling and voice activity.
 *
 * <p>Needs the JDK only. Nothing here keeps a thread; what keeps state says so, and belongs to one
 * caller at a time.
 */
@NullMarked
package io.sidetone.codec;

import org.jspecify.annotations.NullMarked;
