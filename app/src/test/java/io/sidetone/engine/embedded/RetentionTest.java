package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes with time, and what is waited for. */
@Timeout(60)
class RetentionTest {
    private final Path dir;
    private final TestClock time = new TestClock("2026-11-01T12:00:00Z");

    RetentionTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private EmbeddedEngine open() {
        return EmbeddedEngine.open("test", dir, TestEngines.LIMITS.withRetentionDays(7), time);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void passDays(int days) {
        time.pass(Duration.ofDays(days));
    }

    private CallEvent started(String callId) {
        CallEvent event = Events.started(callId);
        return new CallEvent(callId, 1, event.type(), null, 0, time.millis(), event.eventId(), event.data());
    }

    /** One call a day, with a delivery and an action. */
    private void aDay(EmbeddedEngine engine, String callId) {
        long millis = time.millis();
        now(engine.events().append(started(callId)));
        now(engine.archive()
                .note(new Archive.Delivery(
                        "msg_" + callId,
                        callId,
                        1,
                        "call.started",
                        null,
                        0,
                        "nlu",
                        Archive.Status.DELIVERED,
                        1,
                        millis,
                        millis,
                        200,
                        null,
                        null,
                        null)));
        now(engine.archive().audit(new Archive.Action(millis, "anna", "look", callId, "")));
        assertThat(now(engine.archive().tag(callId, List.of("of " + callId)))).isTrue();
    }

    private List<String> days() {
        return TestEngines.journalFiles(dir).stream()
                .map(file -> file.getFileName().toString().substring(8, 16))
                .toList();
    }

    private static List<String> calls(EmbeddedEngine engine) {
        return now(engine.archive().calls(new Archive.CallQuery(null, null, null, Cursor.START, 100))).items().stream()
                .map(Archive.CallSummary::callId)
                .toList();
    }

    @Test
    void whatIsOlderThanRetentionGoesDayByDay() throws SQLException {
        try (EmbeddedEngine engine = open()) {
            for (int day = 1; day <= 10; day++) {
                aDay(engine, "s_" + day);
                passDays(1);
            }
            passDays(-1);
            now(engine.keepHouse());

            assertThat(days())
                    .as("today and seven days before")
                    .hasSize(8)
                    .startsWith("20261103")
                    .endsWith("20261110");
            assertThat(calls(engine)).hasSize(8).startsWith("s_10").endsWith("s_3");
            assertThat(now(engine.archive().count(new Archive.DeliveryQuery(null, null, null, Cursor.START, 1))))
                    .as("by the hour of the last attempt, kept through the oldest day")
                    .isEqualTo(8);
            assertThat(now(engine.archive().actions(Cursor.START, 100)).items()).hasSize(8);
            assertThat(now(engine.events().read("s_1", Position.START, 10))).isEmpty();
            assertThat(now(engine.events().read("s_3", Position.START, 10))).hasSize(1);
            assertThat(now(engine.archive().call("s_3")).orElseThrow().tags()).containsExactly("of s_3");
        }
        try (Db state = Db.open(dir.resolve("state.db"), Db.Commit.KILL)) {
            assertThat(state.number("select count(*) from tag")).isEqualTo(8);
        }
    }

    @Test
    void whoIsBehindIsWaitedForButNotForEver() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member = new Member();
            engine.events().consume("webhooks", member);
            aDay(engine, "s_settled");
            EventLog.Shard shard = member.received.await(1).get(0).shard();
            Position at = member.received.seen().get(0).at();
            run(shard, () -> shard.head(at.next()));
            passDays(1);
            aDay(engine, "s_waiting");
            Member.Received waiting = member.received.await(2).get(1);
            run(waiting.shard(), () -> waiting.shard().head(waiting.at()));
            now(engine.drain());
            passDays(9);
            now(engine.events().append(started("s_today")));

            now(engine.keepHouse());
            assertThat(days()).containsExactly("20261102", "20261111");

            passDays(3);
            now(engine.events().append(started("s_later")));
            now(engine.keepHouse());
            assertThat(days()).containsExactly("20261111", "20261114");
        }
    }

    private static void run(EventLog.Shard shard, Runnable task) {
        java.util.concurrent.CompletableFuture.runAsync(task, shard.thread()).join();
    }

    @Test
    void whatIsParkedIsWaitedForThoughTheHeadHasPassedIt() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member = new Member((shard, received) -> {
                shard.save("nlu/s_parked", new EventLog.Progress(Position.START, 0, received.at(), 1, 1));
                shard.head(received.at().next());
            });
            engine.events().consume("webhooks", member);
            aDay(engine, "s_parked");
            member.received.await(1);
            now(engine.drain());
            passDays(9);
            now(engine.events().append(started("s_today")));

            now(engine.keepHouse());

            assertThat(days()).containsExactly("20261101", "20261110");
        }
    }

    @Test
    void theFileThatIsWrittenToStaysHoweverOldItIs() {
        try (EmbeddedEngine engine = open()) {
            aDay(engine, "s_old");
            passDays(400);

            now(engine.keepHouse());

            assertThat(days()).containsExactly("20261101");
            assertThat(calls(engine)).containsExactly("s_old");
        }
    }

    @Test
    void positionsGoOnThoughEverythingOldIsGone() {
        Position last;
        try (EmbeddedEngine engine = open()) {
            aDay(engine, "s_old");
            last = now(engine.archive().event("s_old", 1)).orElseThrow().at();
            passDays(100);
            now(engine.events().append(started("s_new")));
            now(engine.keepHouse());
            assertThat(days()).hasSize(1);
        }
        try (EmbeddedEngine engine = open()) {
            now(engine.events().append(started("s_newer")));
            assertThat(now(engine.archive().event("s_newer", 1)).orElseThrow().at())
                    .isGreaterThan(last.next());
        }
    }

    @Test
    void whatWasSetAsideGoesInTheEndToo() throws Exception {
        try (EmbeddedEngine engine = open()) {
            aDay(engine, "s_a");
        }
        Files.writeString(TestEngines.journalFiles(dir).get(0), "no database\n".repeat(500));
        try (EmbeddedEngine engine = open()) {
            assertThat(engine.health().detail()).contains("was damaged");
            passDays(7);
            now(engine.keepHouse());
            assertThat(TestEngines.files(dir, ".*damaged.*")).hasSize(1);

            passDays(1);
            now(engine.keepHouse());

            assertThat(TestEngines.files(dir, ".*damaged.*")).isEmpty();
            assertThat(engine.health().detail()).doesNotContain("was damaged");
        }
    }
}
