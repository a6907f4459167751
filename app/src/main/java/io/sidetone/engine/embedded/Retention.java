package io.sidetone.engine.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is older than it may be: files of the journal as a whole, once everybody is through with them, and what
 * the state says of their calls. On the keeper's thread.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** A target may be away for three days, and its events wait for it. */
    private static final int GRACE_DAYS = 4;

    private static final int ROWS_AT_ONCE = 500;

    private final JournalPlace place;
    private final JournalFiles files;
    private final StateWriter state;
    private final StorageHealth health;
    private final InstantSource clock;
    private final int days;

    /** @param days that are kept before today, by UTC */
    Retention(
            JournalPlace place,
            JournalFiles files,
            StateWriter state,
            StorageHealth health,
            InstantSource clock,
            int days) {
        this.place = place;
        this.files = files;
        this.state = state;
        this.health = health;
        this.clock = clock;
        this.days = days;
    }

    /**
     * Where a group has come to on a shard.
     *
     * @param position before which it needs nothing any more
     */
    private record Reached(String group, int shard, long position) {}

    /** Removes what is due. May take long. */
    void run() throws SQLException, IOException {
        LocalDate oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days);
        for (JournalFile file : files.all()) {
            boolean current = file.last() == Long.MAX_VALUE;
            if (!current && file.name().day().isBefore(oldest) && mayGo(file, oldest)) {
                delete(file);
            }
        }
        prune(oldest.atStartOfDay(ZoneOffset.UTC).toInstant());
        removeSetAside(oldest);
    }

    private boolean mayGo(JournalFile file, LocalDate oldest) throws SQLException {
        long unsettled = unsettled(file);
        if (unsettled == 0) {
            return true;
        }
        if (file.name().day().isBefore(oldest.minusDays(GRACE_DAYS))) {
            LOG.error(
                    "{} is removed though {} of its events were not delivered to somebody in {} days and are lost to"
                            + " them; find out which webhook is down, or set retention.days higher",
                    file,
                    unsettled,
                    days + GRACE_DAYS);
            return true;
        }
        LOG.warn("{} is kept a little longer: {} of its events are not delivered yet", file, unsettled);
        return false;
    }

    /** Events of a file that some group still needs; one that two need counts twice. */
    private long unsettled(JournalFile file) throws SQLException {
        long count = 0;
        List<Reached> reached = new ArrayList<>();
        try (Db saved = files.openToRead(place.state())) {
            reached.addAll(saved.list(
                    "select h.grp, h.shard, min(h.pos, coalesce((select min(p.parked_from) from progress p"
                            + " where p.grp = h.grp and p.shard = h.shard), h.pos)) from head h",
                    row -> new Reached(row.getString(1), row.getInt(2), row.getLong(3))));
        }
        try (Db db = files.openToRead(file.path())) {
            for (Reached one : reached) {
                count += db.number("select count(*) from event where shard = ? and pos >= ?", one.shard, one.position);
            }
        }
        return count;
    }

    private void delete(JournalFile file) throws IOException {
        long highest = files.all().stream()
                .mapToLong(it -> it.last() == Long.MAX_VALUE ? it.first() : it.last())
                .max()
                .orElse(0);
        await(state.change(db -> db.run(
                "insert into mark(name, value) values('highest', ?) on conflict do update set"
                        + " value = max(value, excluded.value)",
                highest)));
        files.remove(file.name());
        DbFiles.delete(file.path());
        LOG.info("{} was removed: it is older than {} days", file, days);
    }

    private void prune(Instant cutoff) {
        long first = files.all().stream()
                .mapToLong(JournalFile::first)
                .filter(position -> position > 0)
                .min()
                .orElse(0);
        long millis = cutoff.toEpochMilli();
        prune("delete from call where id in (select id from call where last_pos < ? limit ?)", first);
        prune("delete from delivery where id in (select id from delivery where last_at < ? limit ?)", millis);
        prune("delete from tag where call in (select call from tag where at < ? limit ?)", millis);
        prune("delete from action where id in (select id from action where at < ? limit ?)", millis);
    }

    /** In small steps, so that nobody's progress waits for it. */
    private void prune(String sql, long before) {
        int gone;
        do {
            gone = await(state.change(db -> db.run(sql, before, ROWS_AT_ONCE)));
        } while (gone == ROWS_AT_ONCE);
    }

    private void removeSetAside(LocalDate oldest) throws IOException {
        for (String name : place.names()) {
            if (Mending.setAsideOn(name).filter(day -> day.isBefore(oldest)).isPresent()) {
                DbFiles.delete(place.file(name));
                health.forget(place.file(name.substring(0, name.indexOf(Mending.ASIDE)))
                        .toString());
                LOG.info("{} was removed: it was set aside more than {} days ago", place.file(name), days);
            }
        }
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> change) {
        return change.orTimeout(Duration.ofMinutes(5).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }
}
