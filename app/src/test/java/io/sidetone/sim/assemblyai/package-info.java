@NullMarked
package io.sidetone.sim.assemblyai;

import org.jspecify.annotations.NullMarked;
