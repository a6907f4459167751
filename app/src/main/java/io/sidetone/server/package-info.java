/**
 * The running server: the front door with its routes, and the one place where the rooms are joined.
 * Part of the hall; only commands use it.
 */
@NullMarked
package io.sidetone.server;

import org.jspecify.annotations.NullMarked;
