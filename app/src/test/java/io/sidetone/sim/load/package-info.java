@NullMarked
package io.sidetone.sim.load;

import org.jspecify.annotations.NullMarked;
