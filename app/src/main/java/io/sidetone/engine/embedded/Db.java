package io.sidetone.engine.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * One connection to one SQLite file, with its statements. Every call blocks; confined to one thread at a time, and
 * never one that serves sockets.
 */
final class Db implements AutoCloseable {
    /** Pages in the write-ahead log before they are moved into the file: 16 MiB. */
    private static final int CHECKPOINT_PAGES = 4000;

    private static final int BUSY_MILLIS = 5_000;

    /** Pages that a writer keeps in memory, 8 MiB at most: indices by hash are touched all over, but the system has the rest. */
    private static final int CACHE_PAGES = 2_048;

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Db(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** What a commit survives. */
    enum Commit {
        POWER_CUT(SynchronousMode.FULL),
        /** The newest commits may be gone after a power cut; what is left is whole. */
        KILL(SynchronousMode.NORMAL);

        private final SynchronousMode mode;

        Commit(SynchronousMode mode) {
            this.mode = mode;
        }
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Opens a file that is there or makes it. */
    static Db create(Path file, Commit commit) throws SQLException {
        return writable(file, commit, true);
    }

    /** Opens a file that must be there. */
    static Db open(Path file, Commit commit) throws SQLException {
        return writable(file, commit, false);
    }

    private static Db writable(Path file, Commit commit, boolean create) throws SQLException {
        SQLiteConfig config = config();
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(commit.mode);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setCacheSize(CACHE_PAGES);
        Db db = new Db(file, connect(file, config));
        try {
            db.run("pragma secure_delete = on");
            return db;
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }

    static Db openToRead(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return new Db(file, connect(file, config));
    }

    /** Opens a damaged file; what is sound in it can be read. */
    static Db openToSalvage(Path file) throws SQLException {
        Db db = openToRead(file);
        db.run("pragma writable_schema = on"); // else a file that was cut short would not be read at all
        return db;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
        return new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), config.toProperties());
    }

    Path file() {
        return file;
    }

    /** A statement that stays with the connection; its parameters are set anew by whoever runs it. */
    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /**
     * Runs something that gives no rows.
     *
     * @return rows changed
     */
    int run(String sql, @Nullable Object... parameters) throws SQLException {
        if (parameters.length == 0) {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        }
        return change(sql, statement -> bind(statement, parameters));
    }

    interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    /** @return rows changed */
    int change(String sql, Binding binding) throws SQLException {
        PreparedStatement statement = statement(sql);
        try {
            binding.to(statement);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw spoilt(sql, e);
        }
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        each(
                sql,
                rows -> {
                    found.add(row.of(rows));
                    return true;
                },
                parameters);
        return found;
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>(1);
        each(
                sql,
                rows -> {
                    found.add(row.of(rows));
                    return false;
                },
                parameters);
        return found.stream().findFirst();
    }

    /** Looks at one row after the other, until one says false. */
    void each(String sql, Row<Boolean> more, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statement(sql);
        try (ResultSet rows = bind(statement, parameters).executeQuery()) {
            while (rows.next()) {
                if (!more.of(rows)) {
                    return;
                }
            }
        } catch (SQLException e) {
            throw spoilt(sql, e);
        }
    }

    /** The driver gives a statement up that has failed once. */
    private SQLException spoilt(String sql, SQLException why) {
        PreparedStatement gone = statements.remove(sql);
        try {
            if (gone != null) {
                gone.close();
            }
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    /** The first column of the first row; 0 if there is none, or it is null. */
    long number(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    private static PreparedStatement bind(PreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    /** Takes the right to write at once, so that a transaction never fails half-way for want of it. */
    void begin() throws SQLException {
        change("begin immediate", nothing -> {});
    }

    void commit() throws SQLException {
        change("commit", nothing -> {});
    }

    interface Change<T> {
        T on(Db db) throws SQLException;
    }

    /**
     * Makes a change that nobody waits for, on a connection whose commits survive power cuts: one may undo it as long as no
     * other commit has come after it. After a failure the connection is to be closed.
     */
    <T> T unhurried(Change<T> change) throws SQLException {
        run("pragma synchronous = normal");
        begin();
        T result = change.on(this);
        commit();
        run("pragma synchronous = full");
        return result;
    }

    /** Ends a transaction that has failed; some failures have ended it already. */
    void rollBack() throws SQLException {
        run("rollback");
    }

    /** False if the file's structure is broken somewhere. Reads all of it. */
    boolean isSound() throws SQLException {
        return first("pragma quick_check(1)", row -> row.getString(1))
                .orElse("")
                .equals("ok");
    }

    /** Ends what another thread has this connection do, with {@link Trouble#UNAVAILABLE}. Safe on any thread. */
    void interrupt() throws SQLException {
        ((SQLiteConnection) connection).getDatabase().interrupt();
    }

    /**
     * Moves the write-ahead log into the file and empties it.
     *
     * @return false if somebody was still reading from it
     */
    boolean checkpoint() throws SQLException {
        return first("pragma wal_checkpoint(truncate)", row -> row.getInt(1)).orElse(1) == 0;
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // its statements with it
    }
}
