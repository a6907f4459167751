package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sidetone.engine.CallFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads topics and their options, from frames and from a quick look's query. Any thread. */
final class TopicReader {
    private final int maxTail;
    private final CallFilter scope;

    TopicReader(int maxTail) {
        this(maxTail, CallFilter.ALL);
    }

    private TopicReader(int maxTail, CallFilter scope) {
        this.maxTail = maxTail;
        this.scope = scope;
    }

    /** For somebody who may see some calls only: their topics are never about more. */
    TopicReader within(CallFilter scope) {
        return new TopicReader(maxTail, scope);
    }

    Topic read(JsonNode topic) throws Refusal {
        String name = text(topic, "name");
        String kind = text(topic, "topic");
        return switch (kind) {
            case "calls" ->
                new Topic.Calls(
                        name,
                        filter(topic.path("filter")).and(scope),
                        Topic.Interims.of(choice(topic, "interims", "focus", "all", "none")),
                        Topic.Finals.of(choice(topic, "finals", "latest", "all", "none")),
                        deliveries(topic, "dead"),
                        endedForMs(topic));
            case "call" ->
                new Topic.OneCall(
                        name,
                        text(topic, "callId"),
                        (int) number(topic, "tail", maxTail, maxTail),
                        flag(topic, "words"),
                        !choice(topic, "interims", "all", "none").equals("none"),
                        deliveries(topic, "all"));
            case "system" -> new Topic.Sys(name, scope);
            default ->
                throw new Refusal(
                        "unknown_topic",
                        "topic is " + RequestReader.shown(topic.path("topic")) + " (expected: calls, call or system)");
        };
    }

    /** What a query such as {@code topics=calls&interims=all} asks for, or null if it asks for nothing. */
    Request.@Nullable Subscribe quickLook(String uri) throws Refusal {
        Map<String, List<String>> query = query(uri);
        List<Topic> topics = new ArrayList<>();
        for (String wanted :
                String.join(",", query.getOrDefault("topics", List.of())).split(",", -1)) {
            if (!wanted.isEmpty()) {
                topics.add(read(quickTopic(wanted, query)));
            }
        }
        return topics.isEmpty() ? null : new Request.Subscribe("query", null, topics);
    }

    /**
     * What the address of an event stream asks for.
     *
     * @param lastEventId what its client had, as we gave it as a message's id; null if it comes for the first time
     */
    Request.Subscribe stream(String uri, @Nullable String lastEventId) throws Refusal {
        Request.Subscribe wanted = quickLook(uri);
        if (wanted == null) {
            throw Refusal.badRequest("topics is missing (expected: calls, system or call:<callId>, comma-separated)");
        }
        if (query(uri).getOrDefault("interims", List.of()).contains("focus")) {
            throw Refusal.badRequest("interims is focus, which a stream cannot have (expected: none or all)");
        }
        return new Request.Subscribe(wanted.id(), lastEventId == null ? null : place(lastEventId), wanted.topics());
    }

    /** What we did not give is a place in some other feed: its client gets a snapshot, and learns why. */
    private static Request.Since place(String eventId) {
        int colon = eventId.lastIndexOf(':');
        try {
            return new Request.Since(
                    eventId.substring(0, Math.max(0, colon)), Long.parseLong(eventId.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return new Request.Since("", 0);
        }
    }

    private static Map<String, List<String>> query(String uri) throws Refusal {
        try {
            return new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("the query is not well formed (expected: % and two hex digits)");
        }
    }

    private static ObjectNode quickTopic(String wanted, Map<String, List<String>> query) throws Refusal {
        boolean one = wanted.startsWith("call:");
        ObjectNode topic = Json.object().put("name", wanted).put("topic", one ? "call" : wanted);
        if (one) {
            topic.put("callId", wanted.substring("call:".length()));
        }
        for (String option : new String[] {"interims", "finals", "deliveries"}) {
            List<String> values = query.getOrDefault(option, List.of());
            if (!values.isEmpty()) {
                topic.put(option, values.get(0));
            }
        }
        List<String> tail = query.getOrDefault("tail", List.of());
        if (!tail.isEmpty()) {
            try {
                topic.put("tail", Integer.parseInt(tail.get(0)));
            } catch (NumberFormatException e) {
                throw Refusal.badRequest("tail is " + tail.get(0) + " (expected: a number of finals)");
            }
        }
        return topic;
    }

    private static CallFilter filter(JsonNode filter) throws Refusal {
        if (filter.isMissingNode() || filter.isNull()) {
            return CallFilter.ALL;
        }
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label : filter.path("labels").properties()) {
            labels.put(label.getKey(), strings("filter.labels", label.getValue()));
        }
        return new CallFilter(
                filter.hasNonNull("direction") ? filter.path("direction").asText() : null,
                strings("filter.from", filter.path("from")),
                strings("filter.to", filter.path("to")),
                strings("filter.accountSid", filter.path("accountSid")),
                labels);
    }

    private static List<String> strings(String name, JsonNode array) throws Refusal {
        if (array.isMissingNode()) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        array.forEach(it -> strings.add(it.isTextual() ? it.asText() : ""));
        if (!array.isArray() || strings.contains("")) {
            throw Refusal.badRequest(name + " is " + RequestReader.shown(array) + " (expected: an array of strings)");
        }
        return List.copyOf(strings);
    }

    private static Topic.Deliveries deliveries(JsonNode topic, String fallback) throws Refusal {
        String choice =
                topic.hasNonNull("deliveries") ? topic.path("deliveries").asText() : fallback;
        Topic.Deliveries deliveries = Topic.Deliveries.of(choice);
        if (deliveries == null) {
            throw Refusal.badRequest("deliveries is " + RequestReader.shown(topic.path("deliveries"))
                    + " (expected: all, dead or none)");
        }
        return deliveries;
    }

    /** The first choice is what a missing member means. */
    private static String choice(JsonNode topic, String option, String... choices) throws Refusal {
        JsonNode given = topic.path(option);
        if (given.isMissingNode()) {
            return choices[0];
        }
        if (!given.isTextual() || !List.of(choices).contains(given.asText())) {
            throw Refusal.badRequest(
                    option + " is " + RequestReader.shown(given) + " (expected: " + String.join(", ", choices) + ")");
        }
        return given.asText();
    }

    private static boolean flag(JsonNode topic, String option) throws Refusal {
        JsonNode given = topic.path(option);
        if (!given.isMissingNode() && !given.isBoolean()) {
            throw Refusal.badRequest(option + " is " + RequestReader.shown(given) + " (expected: true or false)");
        }
        return given.asBoolean();
    }

    private static long number(JsonNode topic, String option, long fallback, long max) throws Refusal {
        JsonNode given = topic.path(option);
        if (given.isMissingNode()) {
            return fallback;
        }
        if (!given.isIntegralNumber() || given.asLong() < 0) {
            throw Refusal.badRequest(option + " is " + RequestReader.shown(given) + " (expected: 0 to " + max + ")");
        }
        return Math.min(given.asLong(), max);
    }

    /** Not cut short as other numbers are: whoever asks for more would take what it gets for all there was. */
    private static long endedForMs(JsonNode topic) throws Refusal {
        long most = FeedLimits.ENDED_CALLS_SHOWN.toMillis();
        long given = number(topic, "endedForMs", FeedLimits.ENDED_CALLS_STAY.toMillis(), Long.MAX_VALUE);
        if (given > most) {
            throw Refusal.badRequest("endedForMs is " + given + " (expected: 0 to " + most + ")");
        }
        return given;
    }

    private static String text(JsonNode topic, String member) throws Refusal {
        JsonNode text = topic.path(member);
        if (!text.isTextual() || text.asText().isEmpty()) {
            throw Refusal.badRequest(
                    "a topic's " + member + " is " + RequestReader.shown(text) + " (expected: a string)");
        }
        return text.asText();
    }
}
