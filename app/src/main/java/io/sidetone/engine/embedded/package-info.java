/**
 * The surroundings of a single process, in memory.
 *
 * <p><b>Way of the data.</b> An append is handed to its call's shard, stored there, shown to the
 * archive and the tails, and pumped to each group's owner of the shard.
 *
 * <p><b>Threads.</b> Everything of a shard lives on {@code sidetone-shard-N}; handlers run there too.
 * Tails are drained on {@code sidetone-tail}, archive queries run on {@code sidetone-archive}. Bus,
 * directory and commands have no thread: their listeners run on the caller's.
 */
@NullMarked
package io.sidetone.engine.embedded;

import org.jspecify.annotations.NullMarked;
