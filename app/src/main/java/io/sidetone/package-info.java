/**
 * The hall: commands, settings, the front door and the wiring that joins the rooms. Imports every
 * room and is imported by none.
 */
@NullMarked
package io.sidetone;

import org.jspecify.annotations.NullMarked;
