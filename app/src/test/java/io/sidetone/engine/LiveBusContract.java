package io.sidetone.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every live bus must do. */
@Timeout(30)
public abstract class LiveBusContract {
    private Engine engine;
    private LiveBus bus;
    private final Recorder<String> first = new Recorder<>();
    private final Recorder<String> second = new Recorder<>();

    protected abstract Engine open();

    @BeforeEach
    void begin() {
        engine = open();
        bus = engine.live();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private static BiConsumer<String, byte[]> into(Recorder<String> recorder) {
        return (slot, json) -> recorder.add(slot + "=" + new String(json, UTF_8));
    }

    private void publish(String callId, String slot, String json) {
        bus.publish(callId, slot, json.getBytes(UTF_8));
    }

    @Test
    void aWatcherGetsTheValuesOfItsCallInOrder() throws Exception {
        bus.watch("s_a", into(first));

        IntStream.range(0, 3).forEach(i -> publish("s_a", "l1/interim", "{\"i\":" + i + "}"));
        publish("s_b", "l1/interim", "{}");

        first.awaitUntil(seen -> seen.contains("l1/interim={\"i\":2}"));
        assertThat(first.seen()).isSorted().doesNotHaveDuplicates().noneMatch(value -> value.endsWith("={}"));
    }

    @Test
    void aLaterWatcherFirstGetsTheNewestValueOfEachSlot() throws Exception {
        bus.watch("s_a", into(first));
        publish("s_a", "l1/interim", "1");
        publish("s_a", "l1/interim", "2");
        publish("s_a", "l2/interim", "3");
        first.awaitUntil(seen -> seen.contains("l2/interim=3"));

        bus.watch("s_a", into(second));

        assertThat(second.await(2)).containsExactlyInAnyOrder("l1/interim=2", "l2/interim=3");
    }

    @Test
    void aCallIsWatchedFromTheFirstWatcherToTheLast() throws Exception {
        assertThat(bus.watched("s_a")).isFalse();
        AutoCloseable one = bus.watch("s_a", into(first));
        AutoCloseable other = bus.watch("s_a", into(second));

        one.close();
        assertThat(bus.watched("s_a")).isTrue();
        other.close();
        other.close();
        assertThat(bus.watched("s_a")).isFalse();
    }

    @Test
    void whatNobodyWatchedIsNotKept() {
        publish("s_a", "l1/interim", "1");

        bus.watch("s_a", into(first));

        assertThat(first.seen()).isEmpty();
    }

    @Test
    void theSameReceiverMayWatchTwice() throws Exception {
        BiConsumer<String, byte[]> receiver = into(first);
        AutoCloseable one = bus.watch("s_a", receiver);
        bus.watch("s_a", receiver);

        one.close();
        publish("s_a", "l1/interim", "1");

        assertThat(first.await(1)).isEqualTo(List.of("l1/interim=1"));
    }

    @Test
    void aWatcherThatFailsDoesNotKeepTheOthersFromTheirValues() throws Exception {
        bus.watch("s_a", (slot, json) -> {
            throw new IllegalStateException("a fault on purpose");
        });
        bus.watch("s_a", into(first));

        publish("s_a", "l1/interim", "1");

        assertThat(first.await(1)).containsExactly("l1/interim=1");
    }

    @Test
    void valuesAreForgottenWithTheirCall() throws Exception {
        engine.directory().put(new Directory.CallRecord("s_a", "CA1", "test", 0, Map.of()));
        bus.watch("s_a", into(first));
        publish("s_a", "l1/interim", "1");
        first.await(1);

        engine.directory().remove("s_a");
        bus.watch("s_a", into(second));

        assertThat(second.seen()).isEmpty();
    }
}
