package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** A page: a board and perhaps an open call on one WebSocket, on which it says what it looks at. */
final class ModelPage extends ModelClient {
    private static final RequestReader REQUESTS = new RequestReader(new TopicReader(200));

    private final ObjectNode board;
    private int ids;

    ModelPage(ModelWorld world, Random random) {
        super(
                world,
                world.pages,
                new PageModel(random.nextInt(3) == 0 ? PageModel.Guesses.ALL : PageModel.Guesses.FOCUSED));
        this.board = Json.object()
                .put("name", "list")
                .put("topic", "calls")
                .put("interims", model.guesses == PageModel.Guesses.ALL ? "all" : "focus")
                .put("finals", random.nextBoolean() ? "latest" : "all")
                .put("deliveries", random.nextBoolean() ? "dead" : "all");
    }

    @Override
    void connect() {
        EmbeddedChannel socket = new EmbeddedChannel();
        world.gallery().join(arrive(socket, new WebSocketTransport(socket)), null);
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

    /** On the same connection. */
    @Override
    void open(String callId) {
        model.opened(callId);
        if (viewer != null) {
            ObjectNode request = request("subscribe");
            request.putArray("topics").add(opened(callId));
            ask(request);
        }
    }

    @Override
    void look(Set<String> callIds) {
        model.look(callIds);
        if (viewer != null && model.guesses == PageModel.Guesses.FOCUSED) {
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

    @Override
    void take(Object message) {
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
        if (!losing(frame)) {
            apply(frame);
        }
    }

    @Override
    void refused() {
        model.openCall = null;
        cut();
    }
}
