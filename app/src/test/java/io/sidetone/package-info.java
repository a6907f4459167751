/** The commands, run as a user types them, with what they print and the status they exit with. */
@NullMarked
package io.sidetone;

import org.jspecify.annotations.NullMarked;
