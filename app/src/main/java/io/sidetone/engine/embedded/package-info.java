/**
 * The surroundings of a single process: a journal in SQLite files, all that is live in memory.
 *
 * <p><b>Way of the data.</b> An append waits for the journal's writer, which commits what has gathered, shows it to the
 * shards, the tails and the list of calls, and only then completes it. A shard keeps the newest events in memory and
 * pumps them to each group's owner; what it has no room for it reads from disk again. Words are indexed later, by the
 * writer as well, in batches or because a search asks it to before it reads.
 *
 * <pre>
 *  append ─▶ JournalWriter ─▶ Appender ─▶ journal-20261125-01.db
 *                  ├─▶ LogShard ─▶ owners, scans     ◀── pages ─┤
 *                  ├─▶ TailFeed                                 │
 *                  └─▶ StateWriter ─▶ state.db ──▶ archive ◀────┘
 * </pre>
 *
 * <p><b>Threads.</b> {@code sidetone-journal} writes the newest journal file, {@code sidetone-state} the state.
 * Everything of a shard lives on {@code sidetone-shard-N}; handlers run there too. {@code sidetone-reader} reads pages
 * for shards, {@code sidetone-archive} answers questions, {@code sidetone-tail} drains tails, {@code sidetone-keeper}
 * keeps house. Bus, directory and commands have no thread: their listeners run on the caller's.
 */
@NullMarked
package io.sidetone.engine.embedded;

import org.jspecify.annotations.NullMarked;
