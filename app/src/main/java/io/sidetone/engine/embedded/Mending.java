package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a fresh file with all that can be read in the place of a damaged one, which is set aside and named. Whatever
 * ends the process meanwhile, either the damaged file or the whole fresh one is found under its name afterwards.
 */
final class Mending {
    /** Between the name of a file that was set aside and the time of it. */
    static final String ASIDE = ".damaged-";

    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final String FRESH = ".saving";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final StorageHealth health;
    private final Swapping swapping;

    Mending(InstantSource clock, StorageHealth health) {
        this(clock, health, JournalFiles.Swap::run); // nobody else is there yet
    }

    private Mending(InstantSource clock, StorageHealth health, Swapping swapping) {
        this.clock = clock;
        this.health = health;
        this.swapping = swapping;
    }

    /** The same while others read. */
    Mending beside(JournalFiles files) {
        return new Mending(clock, health, files::swap);
    }

    /** How files are put in the place of others. */
    interface Swapping {
        void swap(JournalFiles.Swap swap) throws IOException;
    }

    private interface Copying {
        long copy(Path damaged, Path fresh) throws SQLException, IOException;
    }

    /** @return how many events were saved */
    long journal(Path file) throws SQLException, IOException {
        return replace(file, Salvage::journal, "events");
    }

    /** @return how many rows were saved */
    long state(Path file) throws SQLException, IOException {
        return replace(file, StateSalvage::state, "rows");
    }

    private long replace(Path file, Copying copying, String what) throws SQLException, IOException {
        Path fresh = fresh(file);
        Path aside = beside(file, ASIDE + TIME.format(clock.instant()));
        LOG.error("{} is damaged; what can be read of it is being saved", file);
        long saved = copying.copy(file, fresh);
        swapping.swap(() -> {
            DbFiles.move(file, aside);
            DbFiles.move(fresh, file);
        });
        DbFiles.sync(file.resolveSibling("."));
        String result = file + " was damaged: " + saved + " " + what + " of it were saved, the rest is in " + aside;
        LOG.error("{}", result);
        health.notice(file.toString(), result);
        return saved;
    }

    /** The day, by UTC, on which a file of this name was set aside; nothing if it is no such file. */
    static Optional<LocalDate> setAsideOn(String name) {
        int at = name.indexOf(ASIDE);
        String time = at < 0 ? "" : name.substring(at + ASIDE.length());
        try {
            return time.isEmpty() || time.contains("-")
                    ? Optional.empty()
                    : Optional.of(LocalDate.ofInstant(Instant.from(TIME.parse(time)), ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Where a file is made that will stand in the place of another. */
    static Path fresh(Path file) {
        return beside(file, FRESH);
    }

    /** Brings what was under way to an end when the process was ended in it. */
    static void finish(JournalPlace place) throws IOException {
        List<String> names = place.names();
        for (String name : names) {
            if (name.endsWith(FRESH)) {
                Path fresh = place.file(name);
                Path file = place.file(name.substring(0, name.length() - FRESH.length()));
                if (Files.exists(file)) {
                    DbFiles.delete(fresh); // perhaps not whole yet
                } else {
                    DbFiles.move(fresh, file);
                }
            } else if (name.contains(Headed.SUFFIX)) {
                DbFiles.delete(place.file(name));
            }
        }
    }
}
