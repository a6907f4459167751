package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Archive.Action;
import io.sidetone.engine.Archive.Cursor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that an older Sidetone made. */
class SchemaTest {
    private static final Schema FIRST = new Schema(Schema.STATE.steps().subList(0, 1));

    @TempDir
    private Path dir = Path.of("");

    private Path older() throws SQLException {
        Path file = dir.resolve("state.db");
        try (Db db = Db.create(file, Db.Commit.KILL)) {
            FIRST.migrate(db);
            db.run(
                    "insert into action(at, who, what, subject, detail) values(7, 'anna', 'erase', 'call s_a', '3 events')");
            db.checkpoint();
        }
        return file;
    }

    @Test
    void actionsOfBeforeWereDoneFromNowhere() throws SQLException {
        older();
        try (EmbeddedEngine engine = TestEngines.open(dir)) {
            assertThat(engine.archive()
                            .actions(Cursor.START, 9)
                            .toCompletableFuture()
                            .join()
                            .items())
                    .containsExactly(new Action(7, "anna", "erase", "call s_a", "3 events"));
        }
    }

    @Test
    void theyAreSavedFromAnOlderFileToo() throws SQLException, IOException {
        Path fresh = dir.resolve("fresh.db");

        assertThat(StateSalvage.state(older(), fresh)).isEqualTo(1);

        try (Db db = Db.open(fresh, Db.Commit.KILL)) {
            assertThat(db.number("select count(*) from action where address = '' and outcome = 'ok'"))
                    .isEqualTo(1);
        }
    }
}
