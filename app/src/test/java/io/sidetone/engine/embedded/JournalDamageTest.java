package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken: the engine starts, names them, and keeps what can be read. */
@Timeout(120)
class JournalDamageTest {
    private static final int EVENTS = 3_000;
    private static final int PAGE = 4096;

    private final Path dir;
    private final TestClock time = new TestClock("2026-11-25T12:00:00Z");

    JournalDamageTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private EmbeddedEngine open() {
        return EmbeddedEngine.open("test", dir, TestEngines.LIMITS, time);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void fill() {
        try (EmbeddedEngine engine = open()) {
            LongStream.rangeClosed(1, EVENTS).forEach(seq -> engine.events().append(Events.spoken("s_a", seq)));
        }
    }

    private Path journal() {
        return TestEngines.journalFiles(dir).get(0);
    }

    private static void garble(Path file, long from, int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(5).nextBytes(noise);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(from);
            out.write(noise);
        }
    }

    private List<Long> seqs(EmbeddedEngine engine, String callId) {
        return now(engine.events().read(callId, Position.START, Integer.MAX_VALUE)).stream()
                .map(stored -> stored.event().seq())
                .toList();
    }

    /** The engine is well, says what was saved, and what it gives is what was written. */
    private void assertSavedAtLeast(int events, EmbeddedEngine engine) {
        List<Long> saved = seqs(engine, "s_a");
        assertThat(saved).hasSizeGreaterThanOrEqualTo(events).isSorted().doesNotHaveDuplicates();
        now(engine.events().read("s_a", Position.START, Integer.MAX_VALUE)).forEach(stored -> assertThat(
                        new String(stored.event().data(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"word " + stored.event().seq() + "\""));
        assertThat(engine.health().ok()).isTrue();
        assertThat(engine.health().detail())
                .contains("journal-20261125-01.db was damaged: " + saved.size() + " events of it were saved")
                .contains("journal-20261125-01.db.damaged-20261125T120000Z");
        assertThat(TestEngines.files(dir, ".*damaged-20261125T120000Z")).hasSize(1);
        assertThat(now(engine.archive().search("word", Cursor.START, EVENTS)).items())
                .hasSize(saved.size());
    }

    @Test
    void randomBytesInTheMiddleCostOnlyTheEventsAmongThem() throws Exception {
        fill();
        garble(journal(), Files.size(journal()) / 3 / PAGE * PAGE, 4 * PAGE);

        try (EmbeddedEngine engine = open()) {
            assertSavedAtLeast(EVENTS / 2, engine);
            now(engine.events().append(Events.ended("s_a", EVENTS + 1)));
        }
        try (EmbeddedEngine engine = open()) {
            assertThat(seqs(engine, "s_a")).endsWith(EVENTS + 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void damageInManyPlacesIsWalkedAround(int seed) throws Exception {
        fill();
        Random random = new Random(seed);
        long pages = Files.size(journal()) / PAGE;
        for (int i = 0; i < 8; i++) {
            garble(journal(), (6 + random.nextInt((int) pages - 6)) * (long) PAGE + random.nextInt(PAGE - 600), 500);
        }

        try (EmbeddedEngine engine = open()) {
            List<Long> saved = seqs(engine, "s_a");
            assertThat(saved).hasSizeGreaterThan(EVENTS / 2).isSorted().doesNotHaveDuplicates();
            assertThat(engine.health().ok()).isTrue();
        }
    }

    @Test
    void aFileThatWasCutShortGivesWhatIsLeft() throws Exception {
        fill();
        try (RandomAccessFile file = new RandomAccessFile(journal().toFile(), "rw")) {
            file.setLength(Files.size(journal()) / 2 / PAGE * PAGE);
        }

        try (EmbeddedEngine engine = open()) {
            assertSavedAtLeast(EVENTS / 4, engine);
        }
    }

    @Test
    void aFileWithoutItsHeadGivesEverything() throws Exception {
        fill();
        garble(journal(), 0, PAGE);

        try (EmbeddedEngine engine = open()) {
            assertSavedAtLeast(EVENTS, engine);
        }
    }

    @Test
    void whatIsNoDatabaseAtAllIsSetAside() throws Exception {
        fill();
        Files.writeString(journal(), "this is not a journal\n".repeat(1000));

        try (EmbeddedEngine engine = open()) {
            assertThat(engine.health().detail()).contains("0 events of it were saved");
            now(engine.events().append(Events.spoken("s_a", EVENTS + 1)));
            assertThat(seqs(engine, "s_a")).containsExactly(EVENTS + 1L);
        }
    }

    @Test
    void positionsBehindADamagedFileAreNewOnes() throws Exception {
        fill();
        Position last;
        try (EmbeddedEngine engine = open()) {
            last = now(engine.archive().event("s_a", EVENTS)).orElseThrow().at();
        }
        Files.delete(dir.resolve("state.db"));
        Files.writeString(journal(), "this is not a journal\n".repeat(1000));

        try (EmbeddedEngine engine = open()) {
            now(engine.events().append(Events.started("s_b")));
            assertThat(now(engine.archive().event("s_b", 1)).orElseThrow().at()).isGreaterThan(last);
        }
    }

    @Test
    void aDamagedOlderFileIsFoundAndMendedWhileCallsGoOn() throws Exception {
        fill();
        garble(journal(), Files.size(journal()) / 2 / PAGE * PAGE, 2 * PAGE);
        time.set("2026-11-26T12:00:00Z");
        try (EmbeddedEngine first = openIgnoringDamageIn(journal())) {
            now(first.events().append(Events.started("s_b")));
        }
        Path older = journal();
        garble(older, Files.size(older) / 2 / PAGE * PAGE, 2 * PAGE);

        try (EmbeddedEngine engine = open()) {
            while (TestEngines.files(dir, ".*damaged-20261126T120000Z").isEmpty()
                    || !engine.health().detail().contains("journal-20261125-01.db was damaged")) {
                now(engine.events().append(Events.spoken("s_b", 2)));
                Thread.onSpinWait();
            }
            now(engine.keepHouse());
            assertThat(seqs(engine, "s_a")).hasSizeGreaterThan(EVENTS / 2).isSorted();
            assertThat(engine.health().ok()).isTrue();
        }
    }

    /** Starts once, so that the file is mended and no longer the newest. */
    private EmbeddedEngine openIgnoringDamageIn(Path file) {
        assertThat(file).exists();
        return open();
    }

    @Test
    void consumersWaitForWhatIsSavedAndMissNothingOfIt() throws Exception {
        fill();
        garble(journal(), Files.size(journal()) / 2 / PAGE * PAGE, 2 * PAGE);

        try (EmbeddedEngine engine = open()) {
            List<Long> saved = seqs(engine, "s_a");
            Member member = new Member();
            engine.events().consume("webhooks", member);

            assertThat(member.received.await(saved.size()))
                    .extracting(one -> one.event().seq())
                    .isEqualTo(saved);
        }
    }

    @Test
    void aDamagedStateIsMadeAgainFromTheJournal() throws Exception {
        try (EmbeddedEngine engine = open()) {
            now(engine.events().append(Events.started("s_a")));
            for (int seq = 2; seq <= 500; seq++) {
                now(engine.events().append(Events.spoken("s_a", seq)));
            }
            now(engine.events().append(Events.ended("s_a", 501)));
            now(engine.archive().audit(new Archive.Action(1, "anna", "erase", "s_z", "3 events")));
            now(engine.archive().tag("s_a", List.of("vip")));
        }
        garble(dir.resolve("state.db"), 0, PAGE);

        try (EmbeddedEngine engine = open()) {
            assertThat(engine.health().detail())
                    .contains("state.db was damaged")
                    .contains("state.db.damaged-");
            Archive.CallSummary call = now(engine.archive().call("s_a")).orElseThrow();
            assertThat(call.finals()).isEqualTo(499);
            assertThat(call.lastSeq()).isEqualTo(501);
            assertThat(call.endedAtMillis()).isNotNull();
            assertThat(call.tags()).containsExactly("vip");
            assertThat(now(engine.archive().actions(Cursor.START, 9)).items())
                    .as("all but the first page was sound")
                    .hasSize(1);
        }
    }

    @Test
    void whatCanBeReadOfADamagedStateIsKept() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member = new Member((shard, received) -> {
                EventLog.Progress progress =
                        new EventLog.Progress(received.at(), received.event().seq(), null, 0, 0);
                shard.save("nlu/" + received.event().callId(), progress);
                shard.head(received.at().next());
            });
            engine.events().consume("webhooks", member);
            for (int call = 0; call < 2_000; call++) {
                engine.events().append(Events.started("s_" + call));
            }
            member.received.await(2_000);
            now(engine.drain());
        }
        Path state = dir.resolve("state.db");
        garble(state, Files.size(state) * 2 / 3 / PAGE * PAGE, PAGE);

        try (EmbeddedEngine engine = open()) {
            assertThat(engine.health().detail()).contains("state.db was damaged");
            Member again = new Member();
            engine.events().consume("webhooks", again);
            again.opened.await(8);
            Set<String> keys = new HashSet<>();
            again.progress.values().forEach(progress -> keys.addAll(progress.keySet()));
            assertThat(keys).hasSizeGreaterThan(1_000);
            assertThat(now(engine.archive().call("s_1999"))).isPresent();
        }
    }

    @Test
    void damageFoundWhileWritingIsSetAsideAndWritingGoesOn() throws Exception {
        fill();
        try (EmbeddedEngine engine = open()) {
            now(engine.events().append(Events.spoken("s_a", EVENTS + 1)));
            garbleUnderTheWriter();
            long seq = EVENTS + 2;
            while (TestEngines.journalFiles(dir).size() < 2) {
                now(engine.events().append(Events.spoken("s_a", seq++)));
            }
            long last = seq;
            now(engine.events().append(Events.spoken("s_a", last)));

            TestEngines.await(() -> !TestEngines.files(dir, ".*\\.damaged-.*Z").isEmpty());
            now(engine.keepHouse());
            assertThat(seqs(engine, "s_a")).hasSizeGreaterThan(EVENTS / 2).endsWith(last - 1, last);
            assertThat(engine.health().ok()).isTrue();
            assertThat(engine.health().detail()).contains("was damaged");
        }
    }

    /** All pages of indices by hash are hit sooner or later. */
    private void garbleUnderTheWriter() throws IOException, SQLException {
        Path file = journal();
        long pages = Files.size(file) / PAGE;
        for (long page = 2; page < pages; page += 7) {
            garble(file, page * PAGE, 64);
        }
    }

    @Test
    void aFileOfANewerVersionIsRefusedAndLeftAlone() throws Exception {
        fill();
        try (Db db = Db.open(journal(), Db.Commit.POWER_CUT)) {
            db.run("pragma user_version = 99");
        }
        long size = Files.size(journal());

        assertThatThrownBy(this::open)
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining(journal() + " has version 99")
                .hasMessageContaining("knows versions up to 3")
                .hasMessageContaining("data.dir");
        assertThat(Files.size(journal())).isEqualTo(size);
    }

    @Test
    void aStateOfANewerVersionIsRefused() throws Exception {
        fill();
        try (Db db = Db.open(dir.resolve("state.db"), Db.Commit.KILL)) {
            db.run("pragma user_version = 7");
        }

        assertThatThrownBy(this::open).isInstanceOf(CannotOpen.class).hasMessageContaining("state.db has version 7");
    }

    @Test
    void aFileOfTheFirstVersionIsBroughtForwardWithItsRows() throws Exception {
        Path old = dir.resolve("journal-20261120-01.db");
        TestEngines.makeOld(old, 1, "s_old", 3, "an old word");

        try (EmbeddedEngine engine = open()) {
            now(engine.events().append(Events.spoken("s_old", 4, "a new word")));

            assertThat(now(engine.archive().search("old", Cursor.START, 10)).items())
                    .hasSize(3);
            assertThat(now(engine.archive().search("word", Cursor.START, 10)).items())
                    .hasSize(4);
            assertThat(seqs(engine, "s_old")).containsExactly(1L, 2L, 3L, 4L);
            assertThat(now(engine.archive().calls(new Archive.CallQuery(null, null, null, Cursor.START, 10)))
                            .items())
                    .isEmpty();
        }
        try (Db db = Db.openToRead(old)) {
            assertThat(db.number("pragma user_version")).isEqualTo(3);
        }
    }
}
