/**
 * The page that supervisors use: its files, prepared once and served from memory.
 *
 * <p>The files themselves are resources of this package: plain ES modules and style sheets, without a build step.
 * All of them live below one path that has a hash of them all in it, so that they may be kept by browsers for ever,
 * and modules can import each other by relative names. Only the HTML is asked for anew each time.
 *
 * <p>Any thread; nothing is ever changed after the start.
 */
@NullMarked
package io.sidetone.page;

import org.jspecify.annotations.NullMarked;
