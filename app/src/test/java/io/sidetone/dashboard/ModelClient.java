package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.sidetone.identity.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client and its bad luck, whatever its transport is: connections that break, frames that get lost, times when it does
 * not read.
 */
abstract class ModelClient {
    final PageModel model;
    final ModelWorld world;
    private final ModelWorld.Luck luck;

    @Nullable Viewer viewer;

    @Nullable EmbeddedChannel channel;

    private boolean stalled;
    private int toLose; // so many of the next batches

    /** @param luck where it counts what happens to it */
    ModelClient(ModelWorld world, ModelWorld.Luck luck, PageModel model) {
        this.world = world;
        this.luck = luck;
        this.model = model;
    }

    /** Connects, and asks for what it missed. */
    abstract void connect();

    /** Shows a call beside the board. */
    abstract void open(String callId);

    /** Looks at these calls and no others, as far as its transport has a word for that. */
    abstract void look(Set<String> callIds);

    /** One thing that its socket was given. */
    abstract void take(Object message);

    /** What was asked for cannot be shown, as a call is gone. */
    abstract void refused();

    final boolean isConnected() {
        return viewer != null;
    }

    /** A new connection, of which the server does not know yet. */
    final Viewer arrive(EmbeddedChannel socket, Transport transport) {
        Viewer arrived = new Viewer(
                "d_" + world.clients.indexOf(this),
                socket,
                transport,
                Identity.ofTheToken(),
                null,
                world.metrics,
                world.writer.ticker().nanoTime());
        channel = socket;
        viewer = arrived;
        stalled = false;
        toLose = 0;
        return arrived;
    }

    /** From now on it does not read, and soon nothing more fits into its socket. */
    final void stall() {
        if (channel != null) {
            stalled = true;
            setWritable(false);
        }
    }

    final void goOn() {
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

    final void lose(int batches) {
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
    final void read() {
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

    /** Whether this frame is one of those that do not arrive. */
    final boolean losing(ObjectNode frame) {
        boolean isNumbered = frame.path("through").asLong() > frame.path("prev").asLong();
        if (frame.path("type").asText().equals("batch") && isNumbered && toLose > 0) { // of state alone nobody can tell
            toLose--;
            return true;
        }
        return false;
    }

    /** Applies a frame, and draws the consequences. */
    final void apply(ObjectNode frame) {
        if (world.schema) {
            FrameSchema.BUNDLED.check(frame);
        }
        luck.resets += frame.path("type").asText().equals("reset") ? 1 : 0;
        luck.replays += frame.path("result").path("mode").asText().equals("replay") ? 1 : 0;
        model.take(frame);
        if (model.refused) {
            model.refused = false;
            refused();
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
                assertThat(shown.tags)
                        .as("tags of %s", callId)
                        .isEqualTo(call.path("tags").toString());
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
        assertThat(shown.guess)
                .as("guess of %s %s", callId, legId)
                .isEqualTo(
                        model.mayGuess(callId)
                                ? leg.path("interim").path("text").asText()
                                : "");
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
