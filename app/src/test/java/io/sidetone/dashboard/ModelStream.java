package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reader of server-sent events: it knows of its place nothing but the last message's id, cannot ask, and wants
 * something else only by another address. Frames without an id are put aside until one comes with it, so that a break
 * between the parts of a snapshot leaves nothing half changed.
 */
final class ModelStream extends ModelClient {
    private static final TopicReader TOPICS = new TopicReader(200);

    private final Random random;
    private final String options;
    private final List<ObjectNode> aside = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private @Nullable String lastId; // of this address
    private String event = "";
    private String id = "";
    private String data = "";

    ModelStream(ModelWorld world, Random random) {
        super(
                world,
                world.streams,
                new PageModel(random.nextInt(3) == 0 ? PageModel.Guesses.NONE : PageModel.Guesses.ALL));
        this.random = random;
        this.options = "&finals=" + (random.nextBoolean() ? "latest" : "all")
                + (random.nextBoolean() ? "&deliveries=all" : ""); // one option for the board and the open call
    }

    private String address() {
        return Dashboards.STREAM_PATH + "?topics=calls" + (model.openCall == null ? "" : ",call:" + model.openCall)
                + options + "&interims=" + (model.guesses == PageModel.Guesses.ALL ? "all" : "none");
    }

    @Override
    void connect() {
        Request.Subscribe wanted;
        try {
            wanted = TOPICS.stream(address(), lastId);
        } catch (Refusal e) {
            throw new AssertionError(address(), e);
        }
        EmbeddedChannel socket = new EmbeddedChannel();
        EventStream stream = new EventStream(socket, HttpVersion.HTTP_1_1, world.epoch());
        world.gallery().join(arrive(socket, stream), wanted, stream::open, why -> refused());
    }

    /** 404: the call is gone, so it goes on without it. */
    @Override
    void refused() {
        model.openCall = null;
        elsewhere();
    }

    @Override
    void open(String callId) {
        if (!callId.equals(model.openCall)) {
            model.opened(callId);
            elsewhere();
            connect();
        }
    }

    /** It cannot say at what; it can look at all or at nothing. */
    @Override
    void look(Set<String> callIds) {
        PageModel.Guesses wanted = callIds.isEmpty() ? PageModel.Guesses.NONE : PageModel.Guesses.ALL;
        if (wanted != model.guesses) {
            model.guesses = wanted;
            elsewhere();
            connect();
        }
    }

    /** Another address has places of its own. */
    private void elsewhere() {
        cut();
        lastId = null;
    }

    /** Perhaps in the middle of a message, of which then nothing counts. */
    @Override
    void cut() {
        if (channel != null && channel.outboundMessages().peek() instanceof HttpContent next) {
            String text = next.content().toString(StandardCharsets.UTF_8);
            read(text.substring(0, random.nextInt(Math.max(1, text.length())))); // never its end
        }
        super.cut();
        aside.clear();
        line.setLength(0);
        event = "";
        id = "";
        data = "";
    }

    @Override
    void take(Object message) {
        if (message instanceof LastHttpContent) {
            cut();
        } else if (message instanceof HttpContent content) {
            read(content.content().toString(StandardCharsets.UTF_8));
        }
    }

    /** As the standard has it: fields by line, and an empty line is the end of a message. */
    private void read(String text) {
        for (int i = 0; i < text.length() && viewer != null; i++) {
            if (text.charAt(i) != '\n') {
                line.append(text.charAt(i));
                continue;
            }
            String whole = line.toString();
            line.setLength(0);
            field(whole);
        }
    }

    private void field(String whole) {
        if (whole.isEmpty()) {
            message();
        } else if (whole.startsWith("event: ")) {
            event = whole.substring("event: ".length());
        } else if (whole.startsWith("id: ")) {
            id = whole.substring("id: ".length());
        } else if (whole.startsWith("data: ")) {
            data = whole.substring("data: ".length());
        } else {
            throw new AssertionError("no field of an event stream: " + whole);
        }
    }

    private void message() {
        ObjectNode frame = json(data);
        String place = id;
        id = "";
        if (!frame.path("type").asText().equals(event)) {
            throw new AssertionError("as " + event + " came " + frame);
        }
        if (losing(frame)) {
            return;
        }
        if (event.equals("notice")) { // about the connection, not of what is shown
            apply(frame);
            return;
        }
        aside.add(frame);
        if (!place.isEmpty()) {
            arrived(place);
        }
    }

    private void arrived(String place) {
        List<ObjectNode> together = List.copyOf(aside);
        aside.clear();
        for (ObjectNode frame : together) {
            if (viewer != null) {
                apply(frame);
            }
        }
        if (viewer != null) {
            if (!place.equals(model.epoch + ":" + model.position)) {
                throw new AssertionError("the id says " + place + " at " + model.epoch + ":" + model.position);
            }
            lastId = place;
        }
    }

    private static ObjectNode json(String text) {
        try {
            return Json.object(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
