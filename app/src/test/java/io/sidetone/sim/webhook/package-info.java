@NullMarked
package io.sidetone.sim.webhook;

import org.jspecify.annotations.NullMarked;
