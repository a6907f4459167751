package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the sound events of a damaged journal file into a fresh one: walks by position and, where a stretch cannot be
 * read, feels for the next position behind it that can. An event counts as sound if its checksum does.
 */
final class Salvage {
    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
    private static final int ROWS_AT_ONCE = 500;

    /** Positions that a damaged stretch may have. */
    private static final long WIDEST = 1L << 40;

    private final Db from;
    private final Db to;
    private long reached; // a position; everything before was looked at
    private long saved;
    private long unsound;

    private Salvage(Db from, Db to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Makes a fresh file with what can be read of a damaged one that nobody writes to.
     *
     * @return how many events that is
     */
    static long journal(Path damaged, Path fresh) throws SQLException, IOException {
        DbFiles.delete(fresh);
        try (Db to = Db.create(fresh, Db.Commit.POWER_CUT)) {
            Schema.JOURNAL.migrate(to);
            long saved = copy(damaged, to);
            if (saved == 0) {
                try (Headed headed = Headed.copy(damaged, Schema.JOURNAL)) {
                    saved = copy(headed.file(), to);
                }
            }
            WordIndex.finish(to);
            to.checkpoint();
            return saved;
        }
    }

    private static long copy(Path damaged, Db to) throws SQLException {
        try (Db from = Db.openToSalvage(damaged)) {
            Salvage salvage = new Salvage(from, to);
            salvage.walk();
            if (salvage.unsound > 0) {
                LOG.error("{}: {} events had changed on disk and were left there", damaged, salvage.unsound);
            }
            return salvage.saved;
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                LOG.warn("{}: {}", damaged, e.getMessage());
                return 0;
            }
            throw e;
        }
    }

    private void walk() throws SQLException {
        reached = 0;
        while (reached >= 0) {
            long from = reached;
            List<EventLog.Stored> rows = new ArrayList<>();
            boolean sound = read(rows);
            keep(rows);
            if (!sound) {
                reached = behindTheBreak(reached);
            } else if (reached == from) {
                return; // nothing stands behind
            }
        }
    }

    /** @return false if the file is broken behind what was read */
    private boolean read(List<EventLog.Stored> rows) throws SQLException {
        String sql =
                "select " + EventRow.COLUMNS + ", crc from event where pos >= ? order by pos limit " + ROWS_AT_ONCE;
        boolean[] inOrder = {true};
        try {
            from.each(
                    sql,
                    row -> {
                        inOrder[0] = row.getLong(1) >= reached;
                        if (inOrder[0]) {
                            reached = row.getLong(1) + 1;
                            take(row, rows);
                        }
                        return inOrder[0];
                    },
                    reached);
            return inOrder[0];
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                return false;
            }
            throw e;
        }
    }

    private void take(ResultSet row, List<EventLog.Stored> rows) throws SQLException {
        try {
            EventLog.Stored stored = EventRow.read(row);
            if (EventRow.checksum(stored.event()) == row.getLong(12)) {
                rows.add(stored);
                return;
            }
        } catch (RuntimeException e) {
            LOG.debug("not an event: {}", e.toString());
        }
        unsound++;
    }

    private void keep(List<EventLog.Stored> rows) throws SQLException {
        to.begin();
        for (EventLog.Stored stored : rows) {
            CallEvent event = stored.event();
            saved += EventRow.insert(to, stored.at().value(), event, Shards.of(event.callId()));
        }
        to.commit();
    }

    /** The first position behind a break from which reading goes on, or -1. */
    private long behindTheBreak(long at) throws SQLException {
        for (long step = 1; step < WIDEST; step *= 2) {
            if (canReadFrom(at + step)) {
                long broken = at + step / 2;
                long sound = at + step;
                while (sound - broken > 1) {
                    long middle = broken + (sound - broken) / 2;
                    if (canReadFrom(middle)) {
                        sound = middle;
                    } else {
                        broken = middle;
                    }
                }
                return sound;
            }
        }
        return -1;
    }

    private boolean canReadFrom(long position) throws SQLException {
        try {
            OptionalLong next = from.first(
                            "select pos from event where pos >= ? order by pos limit 1",
                            row -> OptionalLong.of(row.getLong(1)),
                            position)
                    .orElse(OptionalLong.empty());
            return next.isEmpty() || next.getAsLong() >= position;
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                return false;
            }
            throw e;
        }
    }
}
