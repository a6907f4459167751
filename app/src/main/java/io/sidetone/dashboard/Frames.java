package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sidetone.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's frames, as JSON text. Any thread. */
final class Frames {
    static final String PROTOCOL = "dashboard.v1.json";

    private static final List<String> FEATURES_WITHOUT_REQUESTS =
            List.of("interims", "words", "deliveries", "resume", "system");
    private static final List<String> FEATURES =
            List.of("interims", "words", "deliveries", "resume", "focus", "ack", "system");

    private final String epoch;
    private final DashboardSettings settings;
    private final FeedLimits limits;
    private final InstantSource clock;

    Frames(String epoch, DashboardSettings settings, FeedLimits limits, InstantSource clock) {
        this.epoch = epoch;
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
    }

    String epoch() {
        return epoch;
    }

    /** @param asks whether the viewer can send requests */
    Frame hello(String connectionId, Identity identity, long seq, boolean asks) {
        ObjectNode frame = Json.of("hello")
                .put("protocol", PROTOCOL)
                .put("connectionId", connectionId)
                .put("epoch", epoch)
                .put("seq", seq)
                .put("at", clock.millis());
        frame.putObject("server")
                .put("name", "sidetone")
                .put("version", settings.version())
                .put("instance", settings.instance());
        ObjectNode user = frame.putObject("user")
                .put("id", identity.id())
                .put("role", identity.role().wireName());
        if (identity.expires()) {
            user.put("expiresAt", identity.expiresAtMillis());
        }
        List<String> features = asks ? FEATURES : FEATURES_WITHOUT_REQUESTS;
        features.forEach(frame.putArray("features")::add);
        frame.put("heartbeatMs", FeedLimits.HEARTBEAT.toMillis())
                .put("staleMs", FeedLimits.STALE.toMillis())
                .put("flushMs", limits.flush().toMillis());
        frame.putObject("limits")
                .put("maxFrameBytesIn", FeedLimits.MAX_FRAME_BYTES_IN)
                .put("maxFrameBytesOut", limits.frameBytes())
                .put("maxTopics", FeedLimits.MAX_TOPICS)
                .put("maxFocus", FeedLimits.MAX_FOCUS)
                .put("maxTail", limits.tailFinals())
                .put("maxEndedForMs", FeedLimits.ENDED_CALLS_SHOWN.toMillis())
                .put("commandsPerSecond", Conduct.REQUESTS_PER_SECOND)
                .put("replayMaxEvents", limits.replayEvents())
                .put("replayMaxAgeMs", limits.ringAge().toMillis());
        return text(frame);
    }

    Frame done(String id, ObjectNode result) {
        ObjectNode frame = Json.of("reply").put("id", id).put("ok", true);
        frame.set("result", result);
        return text(frame);
    }

    /** @param id null if the request had none that could be read: the reply then has an empty one */
    Frame refused(@Nullable String id, Refusal why) {
        ObjectNode frame = Json.of("reply").put("id", id == null ? "" : id).put("ok", false);
        ObjectNode error = frame.putObject("error").put("code", why.code()).put("message", why.text());
        boolean later = why.code().equals("rate_limited");
        error.put("retryable", later);
        if (later) {
            error.put("retryAfterMs", Conduct.RETRY_AFTER_MS);
        }
        if (why.callId() != null) {
            error.putObject("details").put("callId", why.callId());
        }
        return text(frame);
    }

    ObjectNode at() {
        return Json.object().put("at", clock.millis());
    }

    /** Until when somebody may look from now on. */
    ObjectNode renewed(Identity identity) {
        return identity.expires() ? at().put("expiresAt", identity.expiresAtMillis()) : at();
    }

    Frame notice(String code, String message) {
        return text(Json.of("notice").put("code", code).put("message", message).put("at", clock.millis()));
    }

    /** @param behindMs how old the oldest event is that the viewer lacks */
    Frame lagging(long behindMs) {
        return text(Json.of("notice")
                .put("code", "lagging")
                .put("message", "what this connection shows is not the newest; the rest follows as it is read")
                .put("at", clock.millis())
                .put("behindMs", behindMs));
    }

    /** @param prev the position that the client knew before, so that it notices even now if a batch was lost */
    Frame heartbeat(long prev, long through) {
        return text(Json.of("heartbeat")
                        .put("prev", prev)
                        .put("through", through)
                        .put("at", clock.millis()))
                .at(through);
    }

    Frame reset(String reason, List<Topic> topics) {
        ObjectNode frame = Json.of("reset").put("reason", reason);
        ArrayNode names = frame.putArray("topics");
        topics.forEach(topic -> names.add(topic.name()));
        return text(frame.put("at", clock.millis()));
    }

    Frame bye(Goodbye why, long retryAfterMs) {
        ObjectNode frame = Json.of("bye")
                .put("code", why.code())
                .put("reason", why.reason())
                .put("reconnect", why.reconnect());
        if (why.reconnect()) {
            frame.put("retryAfterMs", retryAfterMs);
        }
        return text(frame.put("at", clock.millis()));
    }

    /** @param events each a JSON object */
    Frame batch(long prev, long through, List<byte[]> events) {
        String start = "{\"type\":\"batch\",\"prev\":" + prev + ",\"through\":" + through + ",\"at\":" + clock.millis()
                + ",\"events\":";
        return new Frame("batch", through, joined(start, events, "}"));
    }

    /** A snapshot that needs no parts. */
    Frame snapshot(Topic topic, String kind, long seq, ObjectNode members) {
        ObjectNode frame = start(topic, kind, seq, 1, true);
        frame.setAll(members);
        return text(frame);
    }

    private ObjectNode start(Topic topic, String kind, long seq, int part, boolean last) {
        return Json.of("snapshot")
                .put("name", topic.name())
                .put("topic", kind)
                .put("epoch", epoch)
                .put("seq", seq)
                .put("part", part)
                .put("last", last);
    }

    /** One part of a snapshot. {@code members} come before the list, such as {@code "call":{…}}. */
    Frame snapshot(
            Topic topic,
            String kind,
            long seq,
            int part,
            boolean last,
            ObjectNode members,
            String list,
            List<byte[]> items) {
        ObjectNode head = start(topic, kind, seq, part, last);
        head.setAll(members);
        String open = new String(Json.bytes(head), StandardCharsets.UTF_8);
        String start = open.substring(0, open.length() - 1) + ",\"" + list + "\":";
        return new Frame("snapshot", Frame.NOWHERE, joined(start, items, "}"));
    }

    private static ByteBuf joined(String start, List<byte[]> items, String end) {
        int size = start.length() * 3 + end.length() + 2; // UTF-8 takes at most 3 bytes per char
        for (byte[] item : items) {
            size += item.length + 1;
        }
        ByteBuf frame = ByteBufAllocator.DEFAULT.buffer(size);
        frame.writeCharSequence(start, StandardCharsets.UTF_8);
        frame.writeByte('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                frame.writeByte(',');
            }
            frame.writeBytes(items.get(i));
        }
        frame.writeByte(']');
        frame.writeCharSequence(end, StandardCharsets.UTF_8);
        return frame;
    }

    private static Frame text(ObjectNode frame) {
        return new Frame(frame.path("type").asText(), Frame.NOWHERE, Unpooled.wrappedBuffer(Json.bytes(frame)));
    }
}
