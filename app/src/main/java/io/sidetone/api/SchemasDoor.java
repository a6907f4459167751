package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code GET /api/v1/schemas/{type}.json}: the JSON Schema (2020-12) of every event, as a webhook gets it;
 * {@code event.json} is any of them, {@code common.json} what they share, and the folder itself lists them.
 * They refer to each other by relative addresses. Open to everybody, since they hold no data. Any event loop.
 */
public final class SchemasDoor {
    /** Without a slash the index; with it, the index or what is directly below. */
    public static final String PATH = "/api/v1/schemas";

    /** Every type of event that a webhook can get: a call's, and what its test button sends. */
    static final List<String> TYPES =
            Stream.concat(Events.TYPES.stream(), Stream.of("webhook.ping")).toList();

    private static final String ANY_EVENT = "event.json";
    private static final String SHARED = "common.json";

    private final Map<String, Reply> replies = new LinkedHashMap<>(); // by path; never changes once it is made

    public SchemasDoor() {
        ObjectNode index = Json.object().put("event", PATH + "/" + ANY_EVENT);
        ArrayNode items = index.putArray("items");
        for (String type : TYPES) {
            add(type + ".json");
            items.addObject().put("type", type).put("schema", PATH + "/" + type + ".json");
        }
        add(ANY_EVENT);
        add(SHARED);
        replies.put(PATH, Reply.ok(index));
        replies.put(PATH + "/", Reply.ok(index));
    }

    private void add(String file) {
        replies.put(PATH + "/" + file, Reply.ok("application/schema+json", schema(file)));
    }

    /** Answers one request; does not keep it. */
    public void handle(ChannelHandlerContext ctx, FullHttpRequest request) {
        Question asked = Question.of(request, ctx.channel());
        Reply reply = asked.method().equals(HttpMethod.GET)
                ? replies.getOrDefault(asked.path(), unknown(asked))
                : Refused.wrongMethod("GET").reply(asked);
        reply.send(asked);
    }

    private static byte[] schema(String file) {
        try (InputStream resource = SchemasDoor.class.getResourceAsStream("schemas/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("schemas/" + file + " is missing from the jar; build it anew");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("schemas/" + file + " in the jar is damaged; build it anew", e);
        }
    }

    private static Reply unknown(Question asked) {
        return Refused.notFound("no such schema (expected: one that " + PATH + "/ lists)")
                .reply(asked);
    }
}
