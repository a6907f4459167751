package io.sidetone.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.LiveBus;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Surroundings that remember what a call says. For any thread; nothing can be read back through the seam. */
public final class FakeEngine implements Engine {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everything appended, in order. */
    public final List<CallEvent> events = new CopyOnWriteArrayList<>();

    /** What was published on the live bus, in order. */
    public final List<Published> published = new CopyOnWriteArrayList<>();

    public final Map<String, Directory.CallRecord> onTheLine = new ConcurrentHashMap<>();

    /** Calls that take commands, by callId. */
    public final Map<String, Commands.Handler> served = new ConcurrentHashMap<>();

    /** Whether a supervisor looks at the calls. */
    public volatile boolean watched = true;

    /** Bytes that wait for the journal. */
    public volatile long backlogBytes;

    public volatile Health health = new Health(true, null, "fake");

    /** False to let every append fail. */
    public volatile boolean storing = true;

    /** One value of the live bus. */
    public record Published(String callId, String slot, JsonNode json) {}

    /** The data of all events of a type, of all calls. */
    public List<JsonNode> data(String type) {
        return events.stream()
                .filter(event -> event.type().equals(type))
                .map(FakeEngine::data)
                .toList();
    }

    public static JsonNode data(CallEvent event) {
        return json(event.data());
    }

    /** The types of a call's events, in order. */
    public List<String> types(String callId) {
        return events.stream()
                .filter(event -> event.callId().equals(callId))
                .map(CallEvent::type)
                .toList();
    }

    /** Integers of a tree compare by value only if they went through the same parser. */
    public static JsonNode parse(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EventLog events() {
        return log;
    }

    @Override
    public LiveBus live() {
        return bus;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public Archive archive() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Commands commands() {
        return commands;
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public CompletionStage<Void> drain() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}

    private final EventLog log = new EventLog() {
        @Override
        public CompletionStage<Void> append(CallEvent event) {
            events.add(event);
            return storing
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new IOException("disk full"));
        }

        @Override
        public long backlogBytes() {
            return backlogBytes;
        }

        @Override
        public AutoCloseable consume(String group, EventLog.Consumer consumer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable tail(Tail tail) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<Stored>> read(String callId, Position after, int max) {
            throw new UnsupportedOperationException();
        }
    };

    private final Commands commands = new Commands() {
        @Override
        public CompletionStage<Answer> send(String callId, Command command) {
            Handler handler = served.get(callId);
            return handler == null ? CompletableFuture.completedFuture(Answer.UNKNOWN_CALL) : handler.handle(command);
        }

        @Override
        public AutoCloseable serve(String callId, Handler handler) {
            served.put(callId, handler);
            return () -> served.remove(callId);
        }
    };

    private final LiveBus bus = new LiveBus() {
        @Override
        public void publish(String callId, String slot, byte[] value) {
            published.add(new Published(callId, slot, json(value)));
        }

        @Override
        public boolean watched(String callId) {
            return watched;
        }

        @Override
        public AutoCloseable watch(String callId, BiConsumer<String, byte[]> receiver) {
            throw new UnsupportedOperationException();
        }
    };

    private final Directory directory = new Directory() {
        @Override
        public void put(CallRecord call) {
            onTheLine.put(call.callId(), call);
        }

        @Override
        public void remove(String callId) {
            onTheLine.remove(callId);
        }

        @Override
        public Collection<CallRecord> calls() {
            return onTheLine.values();
        }

        @Override
        public Collection<NodeRecord> nodes() {
            return List.of();
        }

        @Override
        public AutoCloseable listen(Consumer<Change> listener) {
            throw new UnsupportedOperationException();
        }
    };
}
