package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.sidetone.identity.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page and its bad luck: connections that break, frames that get lost, times when it does not read. */
final class ModelPage {
    private static final RequestReader REQUESTS = new RequestReader(new TopicReader(200));

    final PageModel model;
    private final ModelWorld world;
    private final ObjectNode board;
    private @Nullable Viewer viewer;
    private @Nullable EmbeddedChannel channel;
    private boolean stalled;
    private int toLose; // so many of the next batches
    private int ids;

    ModelPage(ModelWorld world, Random random) {
        this.world = world;
        String interims = random.nextInt(3) == 0 ? "all" : "focus";
        this.model = new PageModel(interims.equals("focus"));
        this.board = Json.object()
                .put("name", "list")
                .put("topic", "calls")
                .put("interims", interims)
                .put("finals", random.nextBoolean() ? "latest" : "all")
                .put("deliveries", random.nextBoolean() ? "dead" : "all");
    }

    boolean isConnected() {
        return viewer != null;
    }

    /** Connects, and asks for what it missed. */
    void connect() {
        EmbeddedChannel socket = new EmbeddedChannel();
        Viewer joined = new Viewer(
                "d_" + world.pages.indexOf(this),
                socket,
                new WebSocketTransport(socket),
                Identity.ofTheToken(),
                null,
                world.metrics,
                world.writer.ticker().nanoTime());
        channel = socket;
        viewer = joined;
        stalled = false;
        toLose = 0;
        world.gallery().join(joined, null);
        subscribe();
    }

    private void subscribe() {
        ObjectNode request = request("subscribe");
        if (model.epoch != null && (model.openCall == null || model.openShown)) {
            request.set("since", model.since());
        }
        request.putArray("topics").add(board);
        if (model.openCall != null) {
            request.withArray("topics").add(opened(model.openCall));
        }
        ask(request);
        look(model.focus);
    }

    private static ObjectNode opened(String callId) {
        return Json.object().put("name", "open").put("topic", "call").put("callId", callId);
    }

    /** Opens a call beside the board, on the same connection. */
    void open(String callId) {
        model.opened(callId);
        if (viewer != null) {
            ObjectNode request = request("subscribe");
            request.putArray("topics").add(opened(callId));
            ask(request);
        }
    }

    void look(Set<String> callIds) {
        model.look(callIds);
        if (viewer != null && model.focused) {
            ObjectNode focus = Json.of("focus").put("name", "list");
            callIds.forEach(focus.putArray("callIds")::add);
            ask(focus);
        }
    }

    private ObjectNode request(String type) {
        return Json.of(type).put("id", "q" + ++ids);
    }

    private void ask(ObjectNode request) {
        Viewer asking = Objects.requireNonNull(viewer);
        asking.outstanding().incrementAndGet();
        world.gallery().ask(asking, REQUESTS.read(request));
    }

    /** From now on it does not read, and soon nothing more fits into its socket. */
    void stall() {
        if (channel != null) {
            stalled = true;
            setWritable(false);
        }
    }

    void goOn() {
        if (stalled && viewer != null) {
            stalled = false;
            setWritable(true);
            read();
            if (viewer != null) {
                world.gallery().writable(viewer);
            }
        }
    }

    private void setWritable(boolean writable) {
        ChannelOutboundBuffer buffer = Objects.requireNonNull(channel).unsafe().outboundBuffer();
        if (buffer != null) {
            buffer.setUserDefinedWritability(1, writable);
        }
    }

    void lose(int batches) {
        toLose = batches;
    }

    /** The connection breaks, with whatever was under way. */
    void cut() {
        if (viewer != null) {
            Viewer gone = viewer;
            viewer = null;
            world.gallery().leave(gone);
            Objects.requireNonNull(channel).outboundMessages().forEach(ReferenceCountUtil::release);
            channel.outboundMessages().clear();
            channel = null;
            model.disconnected();
        }
    }

    /** Reads what has come. */
    void read() {
        EmbeddedChannel socket = channel;
        while (socket != null && !stalled && viewer != null) {
            Object message = socket.readOutbound();
            if (message == null) {
                return;
            }
            try {
                take(message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private void take(Object message) {
        if (message instanceof TextWebSocketFrame text) {
            frame(json(text));
        } else if (message instanceof PingWebSocketFrame) {
            world.gallery().pong(Objects.requireNonNull(viewer));
        } else if (message instanceof CloseWebSocketFrame) {
            cut();
        }
    }

    private static ObjectNode json(TextWebSocketFrame text) {
        try {
            return Json.object(text.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void frame(ObjectNode frame) {
        if (world.schema) {
            FrameSchema.BUNDLED.check(frame);
        }
        boolean isNumbered = frame.path("through").asLong() > frame.path("prev").asLong();
        if (frame.path("type").asText().equals("batch") && isNumbered && toLose > 0) { // of state alone nobody can tell
            toLose--;
            return;
        }
        world.resets += frame.path("type").asText().equals("reset") ? 1 : 0;
        world.replays += frame.path("result").path("mode").asText().equals("replay") ? 1 : 0;
        model.take(frame);
        if (model.refused) {
            model.refused = false;
            model.openCall = null;
            cut();
        } else if (model.lost) {
            cut(); // and asks again from where it stands
        }
    }

    /** Holds what it shows against what is true. */
    void check(Map<String, JsonNode> truth, boolean counts) {
        truth.forEach((callId, call) -> {
            PageModel.CallView shown = found(model.board.get(callId), callId);
            assertThat(shown.state)
                    .as("state of %s", callId)
                    .isEqualTo(call.path("state").asText());
            assertThat(shown.paused)
                    .as("pause of %s", callId)
                    .isEqualTo(call.path("paused").asBoolean());
            if (counts) {
                assertThat(shown.counts)
                        .as("counts of %s", callId)
                        .isEqualTo(call.path("counts").toString());
                assertThat(shown.deliveries)
                        .as("deliveries of %s", callId)
                        .isEqualTo(call.path("deliveries").toString());
            }
            call.path("legs").forEach(leg -> checkLeg(callId, leg, shown));
        });
        model.board.forEach((callId, call) -> {
            if (!truth.containsKey(callId)) {
                assertThat(call.state).as("%s is gone", callId).isEqualTo("ended");
            }
        });
        checkTranscript(truth);
    }

    private void checkLeg(String callId, JsonNode leg, PageModel.CallView call) {
        String legId = leg.path("legId").asText();
        PageModel.LegView shown = found(call.legs.get(legId), callId + " " + legId);
        assertThat(shown.state)
                .as("state of %s %s", callId, legId)
                .isEqualTo(leg.path("state").asText());
        JsonNode last = leg.path("last");
        assertThat(shown.last)
                .as("last final of %s %s", callId, legId)
                .isEqualTo(
                        last.isObject()
                                ? last.path("finalId").asText() + " "
                                        + last.path("text").asText()
                                : "");
        boolean guesses = !model.focused || model.focus.contains(callId) || callId.equals(model.openCall);
        assertThat(shown.guess)
                .as("guess of %s %s", callId, legId)
                .isEqualTo(guesses ? leg.path("interim").path("text").asText() : "");
    }

    private void checkTranscript(Map<String, JsonNode> truth) {
        if (model.openCall != null && truth.containsKey(model.openCall)) {
            List<String> lines = new ArrayList<>();
            model.transcript.forEach((finalId, line) -> lines.add(finalId + " " + line));
            assertThat(lines).as("transcript of %s", model.openCall).isEqualTo(world.transcript(model.openCall));
        }
    }

    private static <T> T found(@Nullable T shown, String what) {
        if (shown == null) {
            throw new AssertionError(what + " is not shown");
        }
        return shown;
    }
}
