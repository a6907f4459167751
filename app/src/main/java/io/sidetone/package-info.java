/**
 * The hall: {@code main} and the commands. The server that they start is in {@code server}, what an
 * operator can turn is in {@code settings}. Imports every room and is imported by none.
 */
@NullMarked
package io.sidetone;

import org.jspecify.annotations.NullMarked;
