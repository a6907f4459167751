/**
 * The whole of Sidetone against the simulated outside world, over real loopback sockets: what users run
 * is what these tests run.
 */
@NullMarked
package io.sidetone.world;

import org.jspecify.annotations.NullMarked;
