package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads clients' frames. Unknown members are ignored, as newer clients may have them. Any thread. */
final class RequestReader {
    private static final int MAX_ID = 128;

    private final TopicReader topics;

    RequestReader(TopicReader topics) {
        this.topics = topics;
    }

    Request read(ObjectNode frame) {
        String id = null;
        try {
            id = id(frame);
            return request(frame, id);
        } catch (Refusal refusal) {
            return new Request.Bad(id, refusal);
        }
    }

    private Request request(ObjectNode frame, @Nullable String id) throws Refusal {
        String type = frame.path("type").asText();
        return switch (type) {
            case "subscribe" -> new Request.Subscribe(need(id), since(frame), topics(frame));
            case "unsubscribe" -> new Request.Unsubscribe(need(id), names(frame));
            case "ping" -> new Request.Ping(need(id));
            case "auth" -> new Request.Auth(need(id), ticket(frame));
            case "focus" -> focus(frame, id);
            case "ack" -> ack(frame, id);
            default ->
                throw new Refusal(
                        "unknown_type",
                        "type is " + shown(frame.path("type"))
                                + " (expected: subscribe, unsubscribe, focus, ack, ping or auth)");
        };
    }

    private static Request ack(ObjectNode frame, @Nullable String id) throws Refusal {
        JsonNode through = frame.path("through");
        if (!through.isIntegralNumber() || !through.canConvertToLong() || through.asLong() < 0) {
            throw Refusal.badRequest("ack has through " + shown(through) + " (expected: that of an applied batch)");
        }
        return new Request.Ack(id, through.asLong(), frame.path("lagMs").asLong(-1));
    }

    private static Request focus(ObjectNode frame, @Nullable String id) throws Refusal {
        JsonNode calls = frame.path("callIds");
        if (!calls.isArray() || !frame.path("name").isTextual()) {
            throw Refusal.badRequest("focus has name " + shown(frame.path("name")) + " and callIds " + shown(calls)
                    + " (expected: the name of a topic, and an array of ids)");
        }
        if (calls.size() > FeedLimits.MAX_FOCUS) {
            throw new Refusal(
                    "limit_exceeded",
                    calls.size() + " calls in focus (expected: at most " + FeedLimits.MAX_FOCUS + ")");
        }
        Set<String> ids = new HashSet<>();
        calls.forEach(call -> ids.add(call.asText()));
        return new Request.Focus(id, frame.path("name").asText(), Set.copyOf(ids));
    }

    private static @Nullable String id(ObjectNode frame) throws Refusal {
        JsonNode id = frame.path("id");
        if (id.isMissingNode()) {
            return null;
        }
        if (!id.isTextual() || id.asText().isEmpty() || id.asText().length() > MAX_ID) {
            throw Refusal.badRequest("id is " + shown(id) + " (expected: a string of 1 to " + MAX_ID + " characters)");
        }
        return id.asText();
    }

    private static String need(@Nullable String id) throws Refusal {
        if (id == null) {
            throw Refusal.badRequest("id is missing (expected: a string that the reply repeats)");
        }
        return id;
    }

    private static String ticket(ObjectNode frame) throws Refusal {
        JsonNode ticket = frame.path("ticket");
        if (!ticket.isTextual()) {
            throw Refusal.badRequest("ticket is missing (expected: one from POST /api/v1/dashboard/tickets)");
        }
        return ticket.textValue();
    }

    private static Request.@Nullable Since since(ObjectNode frame) throws Refusal {
        JsonNode since = frame.path("since");
        if (since.isMissingNode() || since.isNull()) {
            return null;
        }
        JsonNode seq = since.path("seq");
        if (!since.path("epoch").isTextual()
                || !seq.canConvertToLong()
                || !seq.isIntegralNumber()
                || seq.asLong() < 0) {
            throw Refusal.badRequest("since is " + shown(since) + " (expected: epoch and seq as a batch gave them)");
        }
        return new Request.Since(since.path("epoch").asText(), seq.asLong());
    }

    private List<Topic> topics(ObjectNode frame) throws Refusal {
        List<Topic> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode topic : array(frame)) {
            Topic next = topics.read(topic);
            if (!names.add(next.name())) {
                throw Refusal.badRequest("two topics are named " + shown(topic.path("name")));
            }
            read.add(next);
        }
        return read;
    }

    private static List<String> names(ObjectNode frame) throws Refusal {
        List<String> names = new ArrayList<>();
        for (JsonNode name : array(frame)) {
            if (!name.isTextual()) {
                throw Refusal.badRequest("topics has " + shown(name) + " (expected: names of topics)");
            }
            names.add(name.asText());
        }
        return names;
    }

    private static JsonNode array(ObjectNode frame) throws Refusal {
        JsonNode topics = frame.path("topics");
        if (!topics.isArray() || topics.isEmpty()) {
            throw Refusal.badRequest("topics is " + shown(topics) + " (expected: an array of at least one)");
        }
        if (topics.size() > FeedLimits.MAX_TOPICS) {
            throw new Refusal(
                    "limit_exceeded",
                    topics.size() + " topics (expected: at most " + FeedLimits.MAX_TOPICS + " per connection)");
        }
        return topics;
    }

    /** A value in a message, cut short. */
    static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "missing";
        }
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
