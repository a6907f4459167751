package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments: what was said to be durable is there, whole and in order, and what was said to be
 * settled does not come again. {@code -Dsidetone.rounds=} and {@code -Dsidetone.seed=} change how often and when.
 */
@Timeout(1_200)
class JournalKillTest {
    private static final int ROUNDS = Integer.getInteger("sidetone.rounds", 20);
    private static final long SEED = Long.getLong("sidetone.seed", new Random().nextLong());
    private static final int MOST_LINES = 4_000;

    private final Path dir;
    private final Random random = new Random(SEED);
    private final Map<String, Long> durable = new HashMap<>(); // the newest number by call
    private final Map<String, Long> settled = new HashMap<>();
    private long events;

    JournalKillTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void whatWasDurableSurvivesKillingAtAnyMoment() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            killOne(round);
            check(round);
        }
        System.out.printf(
                "seed %d: %d rounds, %d events of %d calls said to be durable, 0 lost%n",
                SEED, ROUNDS, events, durable.size());
    }

    private void killOne(int round) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-ea",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAppender.class.getName(),
                        dir.toString(),
                        Integer.toString(round))
                .redirectErrorStream(true)
                .start();
        int lines = random.nextInt(MOST_LINES);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
                if (lines-- == 0) {
                    child.toHandle().destroyForcibly(); // by the handle: what it had printed is still to be read
                }
            }
        }
        assertThat(child.waitFor()).isEqualTo(128 + 9);
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[0].equals("durable") && words[2].matches("\\d+")) {
            durable.merge(words[1], Long.parseLong(words[2]), Math::max);
            events++;
        } else if (words.length == 3 && words[0].equals("settled") && words[2].matches("\\d+")) {
            settled.merge(words[1], Long.parseLong(words[2]), Math::max);
        } else {
            assertThat(line).as("the child said").matches("open|durable.*|settled.*|.*WARN.*|.*INFO.*|");
        }
    }

    private void check(int round) throws Exception {
        try (EmbeddedEngine engine = TestEngines.open(dir)) {
            assertThat(engine.health().detail()).doesNotContain("damaged");
            Map<String, Long> newest = new HashMap<>();
            for (Map.Entry<String, Long> call : durable.entrySet()) {
                if (call.getKey().startsWith("s_" + round + "x")) {
                    newest.put(call.getKey(), assertWhole(engine, call.getKey(), call.getValue()));
                }
            }
            assertSettledDoesNotComeAgain(engine, newest);
        }
        for (Path file : TestEngines.journalFiles(dir)) {
            try (Db db = Db.open(file, Db.Commit.POWER_CUT)) {
                assertThat(db.isSound()).isTrue();
                db.run("insert into event_fts(event_fts, rank) values('integrity-check', 1)");
            }
        }
    }

    private static long assertWhole(EmbeddedEngine engine, String callId, long durable) {
        List<EventLog.Stored> found = now(engine.events().read(callId, Position.START, Integer.MAX_VALUE));
        assertThat(found)
                .as("%s up to %d, seed %d", callId, durable, SEED)
                .hasSizeGreaterThanOrEqualTo((int) durable)
                .extracting(stored -> stored.event().seq())
                .isEqualTo(LongStream.rangeClosed(1, found.size()).boxed().toList());
        return found.size();
    }

    /** A kill may cost progress that was not said to be saved; what was comes never again. */
    private void assertSettledDoesNotComeAgain(EmbeddedEngine engine, Map<String, Long> newest) throws Exception {
        Member member = new Member((shard, received) -> {
            CallEvent event = received.event();
            EventLog.Progress progress = new EventLog.Progress(received.at(), event.seq(), null, 0, 0);
            shard.save("nlu/" + event.callId(), progress);
            shard.head(received.at().next());
        });
        engine.events().consume("webhooks", member);
        member.opened.await(8);
        now(engine.events().append(Events.ended("s_end" + durable.size(), 1)));
        Map<String, Long> reached = new HashMap<>();
        member.progress
                .values()
                .forEach(progress ->
                        progress.forEach((key, saved) -> reached.put(key.substring("nlu/".length()), saved.lastSeq())));
        settled.forEach((callId, seq) -> assertThat(reached.getOrDefault(callId, 0L))
                .as("saved progress of %s, seed %d", callId, SEED)
                .isGreaterThanOrEqualTo(seq));
        for (Map.Entry<String, Long> call : newest.entrySet()) {
            long from = reached.getOrDefault(call.getKey(), 0L);
            if (from < call.getValue()) {
                member.received.awaitUntil(seen -> seen.stream()
                        .anyMatch(one -> one.event().callId().equals(call.getKey())
                                && one.event().seq() == call.getValue()));
            }
        }
        now(engine.drain());
    }
}
