package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which files the journal has, oldest first. Changed by who writes, removes or mends them; safe on any thread. */
final class JournalFiles {
    private final Path dir;
    private volatile List<JournalFile> files;
    private volatile int generation;
    private final Object opening = new Object();

    JournalFiles(Path dir, List<JournalFile> files) {
        this.dir = dir;
        this.files = List.copyOf(files);
    }

    Path dir() {
        return dir;
    }

    Path path(JournalName name) {
        return dir.resolve(name.toString());
    }

    /** A file that was begun is listed only once the one before is complete. */
    List<JournalFile> all() {
        return files;
    }

    /** Grows whenever connections opened before may lead to files that are not there any more. */
    int generation() {
        return generation;
    }

    void connectionsAreStale() {
        synchronized (this) {
            generation++;
        }
    }

    interface Swap {
        void run() throws IOException;
    }

    /** Puts other files under the same names while nobody opens any; who has them open keeps the old ones. */
    void swap(Swap swap) throws IOException {
        synchronized (opening) {
            swap.run();
        }
        connectionsAreStale();
    }

    /** Opens a file to read it, not in the middle of a swap. */
    Db openToRead(Path file) throws SQLException {
        synchronized (opening) {
            return Db.openToRead(file);
        }
    }

    JournalFile newest() {
        List<JournalFile> now = files;
        return now.get(now.size() - 1);
    }

    /** The newest file ends; another begins behind it. */
    synchronized void roll(JournalFile next) {
        List<JournalFile> changed = new ArrayList<>(files);
        if (!changed.isEmpty()) {
            changed.add(changed.remove(changed.size() - 1).endingAt(next.first() - 1));
        }
        changed.add(next);
        files = List.copyOf(changed);
    }

    synchronized void change(JournalName name, UnaryOperator<JournalFile> change) {
        files = files.stream()
                .map(file -> file.name().equals(name) ? change.apply(file) : file)
                .toList();
        generation++;
    }

    synchronized void remove(JournalName name) {
        files = files.stream().filter(file -> !file.name().equals(name)).toList();
        generation++;
    }
}
