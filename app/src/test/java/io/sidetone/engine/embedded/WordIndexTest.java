package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Erasure;
import io.sidetone.engine.Archive.Sort;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words are indexed behind the commit of a final, and yet every search finds what was appended before it. */
@Timeout(60)
class WordIndexTest {
    private static final int SOME = WordIndex.FINALS_AT_ONCE / 2;

    private final Path dir;
    private final Path copied;
    private final TestClock time = new TestClock("2026-11-25T12:00:00Z");

    WordIndexTest(@TempDir Path dir) {
        this.dir = dir.resolve("journal");
        this.copied = dir.resolve("copied");
    }

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(dir);
        Files.createDirectories(copied);
    }

    private EmbeddedEngine open(Path at) {
        return EmbeddedEngine.open("test", at, TestEngines.LIMITS, time);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void say(EmbeddedEngine engine, String callId, long from, int finals, String text) {
        LongStream.range(from, from + finals)
                .mapToObj(seq -> engine.events().append(Events.spoken(callId, seq, text + " " + seq)))
                .toList()
                .forEach(WordIndexTest::now);
    }

    private static int found(EmbeddedEngine engine, String words) {
        return now(engine.archive().search(words, Cursor.START, 10_000)).items().size();
    }

    private static long indexed(Path file) {
        try (Db db = Db.openToRead(file)) {
            return db.number("select count(*) from event_fts_docsize");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(Path dir, int number) {
        return TestEngines.journalFiles(dir).get(number);
    }

    /** Whether each index is whole in itself and holds the words of every final, and of nothing else. */
    private static void assertWhole(Path dir) throws SQLException {
        for (Path file : TestEngines.journalFiles(dir)) {
            try (Db db = Db.open(file, Db.Commit.POWER_CUT)) {
                assertWhole(db);
            }
        }
    }

    private static void assertWhole(Db db) throws SQLException {
        assertSound(db);
        db.run("insert into event_fts(event_fts, rank) values('integrity-check', 1)");
        assertThat(db.number("select count(*) from event_fts_docsize"))
                .isEqualTo(db.number("select count(*) from said"));
    }

    private static void assertSound(Db db) throws SQLException {
        assertThat(db.isSound()).isTrue();
        db.run("insert into event_fts(event_fts) values('integrity-check')");
    }

    private static void insert(Db db, long from, int count, String callId) throws SQLException {
        for (long pos = from; pos < from + count; pos++) {
            EventRow.insert(db, pos, Events.spoken(callId, pos, "they said " + callId), Shards.of(callId));
        }
    }

    @Test
    void anAppendWritesNoWordsAndASearchFindsThem() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            now(engine.events().append(Events.started("s_a")));
            say(engine, "s_a", 2, SOME, "morning");
            assertThat(indexed(file(dir, 0))).isZero();

            assertThat(found(engine, "morning")).isEqualTo(SOME);
            assertThat(indexed(file(dir, 0))).isEqualTo(SOME);
        }
        assertWhole(dir);
    }

    @Test
    void aListOfCallsAndItsCountFindThemToo() {
        CallQuery query = new CallQuery(
                null, null, null, "evening", null, null, Map.of(), null, null, Sort.NEWEST_FIRST, Cursor.START, 10);
        try (EmbeddedEngine engine = open(dir)) {
            now(engine.events().append(Events.started("s_a")));
            now(engine.events().append(Events.started("s_b")));
            say(engine, "s_b", 2, 1, "evening");
            assertThat(now(engine.archive().countCalls(query))).isEqualTo(1);

            say(engine, "s_a", 2, 1, "evening");
            assertThat(now(engine.archive().calls(query)).items())
                    .extracting(CallSummary::callId)
                    .containsExactlyInAnyOrder("s_a", "s_b");
        }
    }

    @Test
    void manyAreIndexedThoughNobodySearches() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, WordIndex.FINALS_AT_ONCE * 20 + SOME, "word");

            TestEngines.await(() -> indexed(file(dir, 0)) >= WordIndex.FINALS_AT_ONCE * 20);
        }
        assertThat(indexed(file(dir, 0))).as("the rest at the end").isEqualTo(WordIndex.FINALS_AT_ONCE * 20 + SOME);
        assertWhole(dir);
    }

    @Test
    void aFileThatIsLeftHasAllItsWords() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, SOME, "before");
            time.set("2026-11-26T00:00:00Z");
            say(engine, "s_a", SOME + 1, 1, "after");

            assertThat(indexed(file(dir, 0))).isEqualTo(SOME);
            assertThat(indexed(file(dir, 1))).isZero();
            assertThat(found(engine, "before")).isEqualTo(SOME);
            assertThat(found(engine, "after")).isEqualTo(1);
        }
        assertWhole(dir);
    }

    /** As if the process ended now. */
    private void copyFiles() throws IOException {
        for (Path file : TestEngines.files(dir, ".*\\.db")) {
            copy(file);
        }
    }

    private void copy(Path file) throws IOException {
        DbFiles.copy(file, copied.resolve(file.getFileName()));
    }

    @Test
    void wordsThatAKillLeftBehindAreFound() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, SOME, "word");
            assertThat(found(engine, "word")).isEqualTo(SOME);
            say(engine, "s_a", SOME + 1, SOME - 1, "word");
            copyFiles();
        }
        assertThat(indexed(file(copied, 0))).isEqualTo(SOME);

        try (EmbeddedEngine engine = open(copied)) {
            assertThat(found(engine, "word")).isEqualTo(2 * SOME - 1);
            say(engine, "s_a", 2 * SOME, 1, "word");
            assertThat(found(engine, "word")).isEqualTo(2 * SOME);
        }
        assertWhole(copied);
    }

    @Test
    void wordsThatAKillLeftInTheNewestFileAreFoundTheNextDay() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, SOME, "word");
            copyFiles();
        }
        time.set("2026-11-26T12:00:00Z");

        try (EmbeddedEngine engine = open(copied)) {
            assertThat(TestEngines.journalFiles(copied)).hasSize(2);
            assertThat(found(engine, "word")).isEqualTo(SOME);
        }
        assertWhole(copied);
    }

    @Test
    void wordsThatAPowerCutTookFromAnOlderFileAreFoundAndErased() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, SOME, "word");
            copyFiles();
            time.set("2026-11-26T12:00:00Z");
            say(engine, "s_a", SOME + 1, 1, "word");
            copy(file(dir, 1));
        }
        assertThat(indexed(file(copied, 0))).isZero();

        try (EmbeddedEngine engine = open(copied)) {
            assertThat(found(engine, "word")).isEqualTo(SOME + 1);
            assertThat(now(engine.archive().erase(new Erasure.Call("s_a"))).events())
                    .isEqualTo(SOME + 1);
            assertThat(found(engine, "word")).isZero();
        }
        assertWhole(copied);
    }

    @Test
    void anErasedCallThatWasNotIndexedLeavesNoTrace() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_kept", 1, 3, "ordinary");
            say(engine, "s_gone", 1, 3, "rhododendron");
            assertThat(found(engine, "ordinary")).isEqualTo(3);
            say(engine, "s_kept", 4, 3, "ordinary");
            say(engine, "s_gone", 4, 3, "rhododendron");

            assertThat(now(engine.archive().erase(new Erasure.Call("s_gone"))).events())
                    .isEqualTo(6);

            assertThat(found(engine, "rhododendron")).isZero();
            assertThat(found(engine, "ordinary")).isEqualTo(6);
        }
        assertWhole(dir);
        for (Path file : TestEngines.files(dir, ".*\\.db.*")) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain("rhododendron")
                    .doesNotContain("s_gone");
        }
    }

    @Test
    void commitsSurviveAPowerCutAfterIndexingAsBefore() throws Exception {
        try (Db db = Db.create(dir.resolve("journal-20261125-01.db"), Db.Commit.POWER_CUT)) {
            Schema.JOURNAL.migrate(db);
            long full = db.number("pragma synchronous");
            insert(db, 1, 1, "s_a");
            WordIndex.finish(db);

            assertThat(db.number("pragma synchronous")).isEqualTo(full).isEqualTo(2);
        }
    }

    @Test
    void erasingBeforeAndAfterWhatIsIndexedKeepsTheIndexSound() throws Exception {
        try (Db db = Db.create(dir.resolve("journal-20261125-01.db"), Db.Commit.POWER_CUT)) {
            Schema.JOURNAL.migrate(db);
            WordIndex.finish(db);
            assertWhole(db);
            insert(db, 1, 5, "s_kept");
            insert(db, 6, 5, "s_gone");
            WordIndex.finish(db);
            insert(db, 11, 5, "s_gone");
            insert(db, 16, 5, "s_kept");

            assertThat(Eraser.erase(db, List.of("s_gone"))).isEqualTo(10);
            assertSound(db);
            assertThat(db.number("select max(id) from event_fts_docsize")).isEqualTo(5);

            WordIndex.finish(db);
            assertWhole(db);
            assertThat(Eraser.erase(db, List.of("s_kept"))).isEqualTo(10);
            insert(db, 21, 1, "s_last");
            WordIndex.finish(db);
            assertWhole(db);
            assertThat(db.number("select count(*) from event_fts where event_fts match 'said'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsSavedOfADamagedFileHasAllItsWords() throws Exception {
        Path damaged = dir.resolve("journal-20261125-01.db");
        try (Db db = Db.create(damaged, Db.Commit.POWER_CUT)) {
            Schema.JOURNAL.migrate(db);
            insert(db, 1, 3 * SOME, "s_a");
        }
        Path fresh = copied.resolve("journal-20261125-01.db");

        assertThat(Salvage.journal(damaged, fresh)).isEqualTo(3 * SOME);

        assertThat(indexed(fresh)).isEqualTo(3 * SOME);
        assertWhole(copied);
    }

    @Test
    void aFileOfTheVersionBeforeIsBroughtForward() throws Exception {
        Path old = dir.resolve("journal-20261125-01.db");
        TestEngines.makeOld(old, 2, "s_old", 3, "they said");
        assertThat(indexed(old)).as("in the commit").isEqualTo(3);

        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_old", 4, 2, "they said");
            assertThat(indexed(old)).isEqualTo(3);
            assertThat(found(engine, "said")).isEqualTo(5);
            assertThat(indexed(old)).isEqualTo(5);
        }
        assertWhole(dir);
        try (Db db = Db.openToRead(old)) {
            assertThat(db.number("pragma user_version")).isEqualTo(3);
            assertThat(db.number("select v from event_fts_config where k = 'secure-delete'"))
                    .isEqualTo(1);
        }
    }

    private void run(Path file, String sql) throws SQLException {
        try (Db db = Db.open(file, Db.Commit.POWER_CUT)) {
            db.run(sql);
        }
    }

    private void forbidIndexing(Path file) throws SQLException {
        run(
                file,
                "create trigger forbidden before insert on event_fts_docsize begin"
                        + " select raise(abort, 'not now'); end");
    }

    private void allowIndexing(Path file) throws SQLException {
        run(file, "drop trigger forbidden");
    }

    @Test
    void whatCannotBeIndexedHoldsUpNeitherFinalsNorSearches() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, 1, "word");
            assertThat(found(engine, "word")).isEqualTo(1);
            forbidIndexing(file(dir, 0));

            say(engine, "s_a", 2, 3 * WordIndex.FINALS_AT_ONCE, "word");
            assertThat(found(engine, "word")).isEqualTo(1);
            assertThat(engine.health().ok()).isTrue();
            assertThat(engine.health().detail()).contains("the newest words cannot be indexed");

            allowIndexing(file(dir, 0));
            assertThat(found(engine, "word")).isEqualTo(1 + 3 * WordIndex.FINALS_AT_ONCE);
            assertThat(engine.health().detail()).doesNotContain("indexed");
        }
        assertWhole(dir);
    }

    @Test
    void aFileThatWasLeftWithoutItsWordsGetsThemLater() throws Exception {
        try (EmbeddedEngine engine = open(dir)) {
            say(engine, "s_a", 1, SOME, "before");
            Path first = file(dir, 0);
            forbidIndexing(first);
            time.set("2026-11-26T00:00:00Z");
            say(engine, "s_a", SOME + 1, 1, "after");
            assertThat(found(engine, "after")).isEqualTo(1);
            now(engine.keepHouse());
            assertThat(found(engine, "before")).isZero();

            allowIndexing(first);
            now(engine.keepHouse());
            assertThat(found(engine, "before")).isEqualTo(SOME);
        }
        assertWhole(dir);
    }

    @Test
    void whatIsNotSaidDoesNotCount() throws Exception {
        List<CallEvent> events = IntStream.range(0, 3 * SOME)
                .mapToObj(i -> Events.started("s_" + i))
                .toList();
        try (EmbeddedEngine engine = open(dir)) {
            events.forEach(event -> engine.events().append(event));
            say(engine, "s_a", 2, 1, "word");
            assertThat(found(engine, "word")).isEqualTo(1);
        }
        assertWhole(dir);
    }
}
