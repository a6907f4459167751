package io.sidetone.dashboard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection: how far it has come, and which state it has not seen. Writer thread only, but for its channel. */
final class Viewer {
    private final String id;
    private final Channel channel;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Set<Slot> unsent = new LinkedHashSet<>();
    private final ArrayDeque<Request> inbox = new ArrayDeque<>();
    private List<Topic> interest = List.of();
    private long cursor;
    private long told;
    private final AtomicInteger outstanding = new AtomicInteger();
    private boolean closing;

    final KeepAlive keepAlive;
    final Conduct conduct = new Conduct();

    Viewer(String id, Channel channel, long nowNanos) {
        this.id = id;
        this.channel = channel;
        this.keepAlive = new KeepAlive(nowNanos);
    }

    String id() {
        return id;
    }

    Channel channel() {
        return channel;
    }

    /** Its topics; equal lists see the same events. */
    List<Topic> interest() {
        return interest;
    }

    void subscribe(List<Topic> more) {
        more.forEach(topic -> topics.put(topic.name(), topic));
        interest = List.copyOf(topics.values());
    }

    void unsubscribe(List<String> names) {
        names.forEach(topics::remove);
        interest = List.copyOf(topics.values());
        unsent.removeIf(slot -> !guesses(slot.call()));
    }

    boolean covers(Ring.Entry entry) {
        for (Topic topic : interest) {
            if (topic.covers(entry)) {
                return true;
            }
        }
        return false;
    }

    boolean guesses(CallFacts call) {
        for (Topic topic : interest) {
            if (topic.guesses(call)) {
                return true;
            }
        }
        return false;
    }

    /** Requests handed to the writer and not answered yet. Any thread. */
    AtomicInteger outstanding() {
        return outstanding;
    }

    /** Slots whose newest value it has not had. */
    Set<Slot> unsent() {
        return unsent;
    }

    /** Requests that wait until it reads again. */
    ArrayDeque<Request> inbox() {
        return inbox;
    }

    /** The last event of the ring that was sent, or was not for it. */
    long cursor() {
        return cursor;
    }

    /** The position that the client knows of. */
    long told() {
        return told;
    }

    void scannedTo(long seq) {
        cursor = seq;
    }

    void toldTo(long seq) {
        cursor = seq;
        told = seq;
    }

    /** False while it does not read what it was sent, and when it is on its way out. */
    boolean ready() {
        return !closing && channel.isWritable();
    }

    boolean closing() {
        return closing;
    }

    void startClosing() {
        closing = true;
        inbox.clear();
        unsent.clear();
    }

    /** Sends a frame, and releases it. */
    void send(ByteBuf json, long nowNanos) {
        keepAlive.sent(nowNanos);
        channel.writeAndFlush(new TextWebSocketFrame(json));
    }

    @Override
    public String toString() {
        return "viewer " + id + " from " + channel.remoteAddress();
    }
}
