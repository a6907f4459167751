/**
 * The seam for speech-to-text vendors, in our words, and what every vendor's connection needs.
 *
 * <p><b>Way of the data.</b> A leg pushes audio down a {@link io.sidetone.speech.SpeechSession};
 * what the vendor understands comes back as {@link io.sidetone.speech.SpeechEvent}, with every time
 * already on the call's axis. Vendors live in rooms below this one and know nothing of calls.
 *
 * <p><b>Threads.</b> One leg, one event loop: a session is used, and its listener is called, on
 * {@link io.sidetone.speech.SpeechLeg#loop()} only. Nothing here takes a lock.
 */
@NullMarked
package io.sidetone.speech;

import org.jspecify.annotations.NullMarked;
