@NullMarked
package io.sidetone.sim.twilio;

import org.jspecify.annotations.NullMarked;
