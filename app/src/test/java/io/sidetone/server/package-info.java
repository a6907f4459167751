/** The front door and what it answers itself, over real sockets. */
@NullMarked
package io.sidetone.server;

import org.jspecify.annotations.NullMarked;
