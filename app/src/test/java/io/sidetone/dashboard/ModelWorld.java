package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Porter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One server's feed with calls that a test scripts, and clients that watch it; everything on the test's thread. */
final class ModelWorld {
    /** Small enough that viewers fall out of the ring and snapshots come in parts. */
    private static final FeedLimits SMALL = new FeedLimits(
            16, 64L * 1024 * 1024, Duration.ofMinutes(10), 65_536, 2_048, 200, 10, 4L << 20, Duration.ofMillis(100));

    private static final DashboardSettings SETTINGS = new DashboardSettings(100, 100, "model", "1.2.3");

    /** What happened to the clients of one kind. */
    static final class Luck {
        int resets;
        int replays;
    }

    final FakeEngine engine = new FakeEngine();
    final FeedMetrics metrics = new FeedMetrics(new SimpleMeterRegistry());
    final ManualWriter writer = new ManualWriter();
    final List<ScriptedCall> calls = new ArrayList<>();
    final List<ModelClient> clients = new ArrayList<>();
    final Luck pages = new Luck();
    final Luck streams = new Luck();
    final boolean schema;
    int callsMade; // each has an id of its own
    int starts; // of the server
    private Gallery gallery;

    /** @param schema whether every frame is held against the published schema, which takes its time */
    ModelWorld(boolean schema) {
        this.schema = schema;
        this.gallery = started();
    }

    private Gallery started() {
        starts++;
        Frames frames = new Frames(epoch(), SETTINGS, SMALL, writer);
        Porter porter = new Porter(IdentitySettings.of("token", "http://localhost", Set.of(), true), writer);
        Gallery fresh = new Gallery(
                engine,
                writer,
                writer.ticker()::nanoTime,
                SMALL,
                event -> event.type().equals("transcript.final") ? List.of("nlu") : List.of(),
                frames,
                new Guests(porter, 100, writer, frames),
                writer,
                new FakeSystem(),
                metrics);
        fresh.feed().start();
        writer.run();
        return fresh;
    }

    String epoch() {
        return "e_" + starts;
    }

    Gallery gallery() {
        return gallery;
    }

    /** The server stops and another one takes over: what was in memory is gone. */
    void restart() {
        clients.forEach(ModelClient::cut);
        gallery.feed().stop();
        writer.run();
        gallery = started();
    }

    /** Time passes, and clients that do so read. */
    void advance(long ms) {
        for (long left = ms; left > 0; left -= 1_000) {
            writer.advance(Math.min(left, 1_000));
            gallery.tick();
            writer.run();
            clients.forEach(ModelClient::read);
        }
    }

    /** Whatever waits for the next flush goes out and is read. */
    void settle() {
        writer.run();
        advance(150);
        advance(150);
    }

    /** What is true, as the server would say it. */
    Map<String, JsonNode> truth() {
        Map<String, JsonNode> truth = new LinkedHashMap<>();
        for (CallState call : gallery.feed().board().calls()) {
            ObjectNode json = call.json(true, true, writer.ticker().nanoTime());
            truth.put(call.facts().callId(), json);
        }
        return truth;
    }

    List<String> transcript(String callId) {
        List<String> lines = new ArrayList<>();
        CallState call = Objects.requireNonNull(gallery.feed().board().call(callId));
        for (ObjectNode said : call.tail().newest(200, false)) {
            PageModel.Line line = new PageModel.Line(said.path("text").asText());
            said.path("delivery")
                    .forEach(it -> line.deliveries.put(it.path("target").asText(), PageModel.delivery(it)));
            lines.add(said.path("finalId").asText() + " " + line);
        }
        return lines;
    }
}
