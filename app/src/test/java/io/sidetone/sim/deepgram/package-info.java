/** Tests of the emulator, and what they are made with. */
@NullMarked
package io.sidetone.sim.deepgram;

import org.jspecify.annotations.NullMarked;
