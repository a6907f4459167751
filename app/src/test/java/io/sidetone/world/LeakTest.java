package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LeakTest {

    @Test
    void aServerThatDidNothingLeavesNoThreads(@TempDir Path data) throws IOException, InterruptedException {
        World world = World.start(data, Map.of());
        assertThat(Thread.getAllStackTraces().keySet()).as("it had some").anyMatch(thread -> thread.getName()
                .startsWith("sidetone-"));
        world.close();
        assertThat(Threads.left()).isEmpty();
    }

    @Test
    void aServerThatWorkedLeavesNoThreads(@TempDir Path data) throws IOException, InterruptedException {
        World world = World.start(data, Map.of());
        try (Supervisor supervisor = Supervisor.watch(world.dashboardUrl())) {
            Conversation call = Conversation.begin(world, world.voiceUrl(""), "hello", 1_000);
            call.isComplete();
            assertThat(supervisor.events(call.callId())).isNotEmpty();
        } finally {
            world.close();
        }
        assertThat(Threads.left()).isEmpty();
    }
}
