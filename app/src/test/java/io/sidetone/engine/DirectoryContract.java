package io.sidetone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every directory must do. */
@Timeout(30)
public abstract class DirectoryContract {
    private Engine engine;
    private Directory directory;
    private final Recorder<Directory.Change> changes = new Recorder<>();

    /** @return an engine whose node is called {@code test} */
    protected abstract Engine open();

    @BeforeEach
    void begin() {
        engine = open();
        directory = engine.directory();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private static Directory.CallRecord call(String callId, String queue) {
        return new Directory.CallRecord(callId, "CA" + callId, "test", 1, Map.of("queue", queue));
    }

    @Test
    void aCallIsListedFromPutToRemove() {
        directory.put(call("s_a", "sales"));
        directory.put(call("s_a", "support"));
        directory.put(call("s_b", "sales"));
        directory.remove("s_b");

        assertThat(directory.calls()).containsExactly(call("s_a", "support"));
    }

    @Test
    void listenersHearEachChangeInOrder() throws Exception {
        AutoCloseable listening = directory.listen(changes::add);

        directory.put(call("s_a", "sales"));
        directory.put(call("s_a", "support"));
        directory.remove("s_a");
        directory.remove("s_a");
        changes.await(3);
        listening.close();
        directory.put(call("s_b", "sales"));

        assertThat(changes.seen())
                .containsExactly(
                        new Directory.Change.Put(call("s_a", "sales")),
                        new Directory.Change.Put(call("s_a", "support")),
                        new Directory.Change.Removed("s_a"));
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheOthersFromHearing() throws Exception {
        directory.listen(change -> {
            throw new IllegalStateException("a fault on purpose");
        });
        directory.listen(changes::add);

        directory.put(call("s_a", "sales"));

        assertThat(changes.await(1)).hasSize(1);
        assertThat(directory.calls()).hasSize(1);
    }

    @Test
    void aNodeCountsItsCallsAndSaysWhenItDrains() {
        directory.put(call("s_a", "sales"));
        assertThat(directory.nodes()).containsExactly(new Directory.NodeRecord("test", false, 1));

        engine.drain().toCompletableFuture().join();

        assertThat(directory.nodes()).containsExactly(new Directory.NodeRecord("test", true, 1));
    }
}
