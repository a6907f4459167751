package io.sidetone.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Erasure;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Position;
import io.sidetone.engine.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Erasing leaves no trace: not in a file, not beside it, not in memory. */
@Timeout(120)
class ErasureTest {
    private static final String NUMBER = "+15550177123";
    private static final String SECRET = "rhododendron";

    private final Path dir;
    private final TestClock time = new TestClock("2026-11-25T12:00:00Z");

    ErasureTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private EmbeddedEngine open() {
        return EmbeddedEngine.open("test", dir, TestEngines.LIMITS, time);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void call(EmbeddedEngine engine, String callId, String from, String word, int finals) {
        engine.events()
                .append(Events.labelled(
                        Map.of("customer", word + "-label"),
                        Events.event(callId, 1, "call.started", "\"from\":\"" + from + "\",\"to\":\"+15550100000\"")));
        for (int seq = 2; seq < finals + 2; seq++) {
            engine.events().append(Events.spoken(callId, seq, "they said " + word + " number " + seq));
            engine.archive()
                    .note(new Archive.Delivery(
                            "msg_" + callId + "x" + seq,
                            callId,
                            seq,
                            "transcript.final",
                            "l1",
                            seq,
                            "nlu",
                            Archive.Status.DELIVERED,
                            1,
                            time.millis(),
                            time.millis(),
                            200,
                            null,
                            null,
                            ("{\"heard\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8)));
        }
        now(engine.events().append(Events.ended(callId, finals + 2)));
    }

    /** Files of the directory that hold these bytes anywhere. */
    private List<Path> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> contains(file, wanted)).toList();
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            String all = Files.readString(file, StandardCharsets.ISO_8859_1);
            return all.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void nothingOfANumberIsLeftInAnyFile() throws Exception {
        try (EmbeddedEngine engine = open()) {
            Member member = new Member((shard, received) -> {
                CallEvent event = received.event();
                shard.save("nlu/" + event.callId(), new EventLog.Progress(received.at(), event.seq(), null, 0, 0));
                shard.head(received.at().next());
            });
            engine.events().consume("webhooks", member);
            for (int i = 0; i < 60; i++) {
                call(engine, "s_other" + i, "+1555019" + i, "ordinary", 20);
                call(engine, "s_gone" + i, NUMBER, SECRET, 20);
                if (i == 30) {
                    time.set("2026-11-26T12:00:00Z");
                }
            }
            member.received.await(120 * 22);
            assertThat(TestEngines.journalFiles(dir)).hasSize(2);

            Archive.Erased erased = now(engine.archive().erase(new Erasure.PhoneNumber(NUMBER)));

            assertThat(erased.callIds()).hasSize(60).allMatch(callId -> callId.startsWith("s_gone"));
            assertThat(erased.events()).isEqualTo(60 * 22);
            assertThat(erased.deliveries()).isEqualTo(60 * 20);
            assertThat(erased.live()).isEmpty();
            assertThat(erased.unread()).isEmpty();
            assertThat(filesWith(SECRET)).as("while it runs").isEmpty();
        }
        for (String trace : List.of(SECRET, NUMBER, "s_gone")) {
            assertThat(filesWith(trace)).as(trace).isEmpty();
        }
        assertThat(filesWith("ordinary")).isNotEmpty();
        try (EmbeddedEngine engine = open()) {
            assertThat(now(engine.archive().search("ordinary", Archive.Cursor.START, 5_000))
                            .items())
                    .hasSize(60 * 20);
            assertThat(now(engine.archive().search(SECRET, Archive.Cursor.START, 10))
                            .items())
                    .isEmpty();
            for (Path file : TestEngines.journalFiles(dir)) {
                try (Db db = Db.openToRead(file)) {
                    assertThat(db.isSound()).isTrue();
                }
            }
        }
    }

    @Test
    void nothingOfOneCallIsLeftThoughTheOthersStay() throws Exception {
        try (EmbeddedEngine engine = open()) {
            call(engine, "s_kept", "+15550100001", "ordinary", 5);
            call(engine, "s_gone", NUMBER, SECRET, 5);

            Archive.Erased erased = now(engine.archive().erase(new Erasure.Call("s_gone")));

            assertThat(erased).isEqualTo(new Archive.Erased(List.of("s_gone"), 7, 5));
        }
        for (String trace : List.of(SECRET, NUMBER, "s_gone")) {
            assertThat(filesWith(trace)).as(trace).isEmpty();
        }
        assertThat(filesWith("s_kept")).isNotEmpty();
    }

    @Test
    void whoReadsOnGetsNothingOfAnErasedCall() throws Exception {
        try (EmbeddedEngine engine = open()) {
            call(engine, "s_gone", NUMBER, SECRET, 500);
            Recorder<String> scanned = new Recorder<>();
            Member member = new Member((shard, received) -> shard.pause(true));
            engine.events().consume("webhooks", member);
            EventLog.Shard shard = member.received.await(1).get(0).shard();

            now(engine.archive().erase(new Erasure.Call("s_gone")));
            call(engine, "s_gone2", "+15550100001", "ordinary", 1);
            CompletableFuture.runAsync(
                            () -> shard.scan(Position.START, new Position(Long.MAX_VALUE), new EventLog.ScanHandler() {
                                @Override
                                public void event(Position at, CallEvent event) {
                                    scanned.add(event.callId());
                                }

                                @Override
                                public void done() {
                                    scanned.add("done");
                                }
                            }),
                            shard.thread())
                    .join();

            assertThat(scanned.awaitUntil(seen -> seen.contains("done"))).doesNotContain("s_gone");
        }
    }

    @Test
    void filesThatWereSetAsideAreNamedAsTheyMayHoldSomething() throws Exception {
        try (EmbeddedEngine engine = open()) {
            call(engine, "s_gone", NUMBER, SECRET, 5);
        }
        Files.writeString(TestEngines.journalFiles(dir).get(0), "no database\n".repeat(500));
        try (EmbeddedEngine engine = open()) {
            call(engine, "s_gone", NUMBER, SECRET, 5);

            Archive.Erased erased = now(engine.archive().erase(new Erasure.Call("s_gone")));

            assertThat(erased.unread()).containsExactly("journal-20261125-01.db.damaged-20261125T120000Z");
        }
    }
}
