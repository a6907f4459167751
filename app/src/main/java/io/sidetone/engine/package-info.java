/**
 * The seam to the surroundings: what is durable, what is live, and who owns which call.
 *
 * <p>Everything above this seam may run in many processes at once; nothing above it may assume one.
 * {@code engine.embedded} fills it for a single process. Cursors and positions are opaque. Every
 * implementation keeps the promises of the contract tests beside the fakes in the test tree.
 */
@NullMarked
package io.sidetone.engine;

import org.jspecify.annotations.NullMarked;
