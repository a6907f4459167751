package io.sidetone.dashboard;

import io.netty.channel.Channel;
import io.sidetone.identity.Identity;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection: how far it has come, and which state it has not seen. Writer thread only, but for its channel. */
final class Viewer {
    private final String id;
    private final Channel channel;
    private final Transport transport;
    private final @Nullable String origin;
    private Identity identity;
    private boolean warned;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Set<Slot> unsent = new LinkedHashSet<>();
    private final ArrayDeque<Request> inbox = new ArrayDeque<>();
    private final Map<String, Set<String>> focus = new HashMap<>(); // ids of calls by name of topic
    private List<Topic> interest = List.of();
    private long cursor;
    private long told;
    private final AtomicInteger outstanding = new AtomicInteger();
    private boolean closing;

    final KeepAlive keepAlive;
    final Conduct conduct = new Conduct();
    final Acks acks = new Acks();
    final Pace pace;
    final Lag lag;
    private final FeedMetrics metrics;

    /** @param origin of the page that looks, or null */
    Viewer(
            String id,
            Channel channel,
            Transport transport,
            Identity identity,
            @Nullable String origin,
            FeedMetrics metrics,
            long nowNanos) {
        this.id = id;
        this.channel = channel;
        this.transport = transport;
        this.identity = identity;
        this.origin = origin;
        this.metrics = metrics;
        this.pace = new Pace(nowNanos);
        this.lag = new Lag(nowNanos);
        this.keepAlive = new KeepAlive(nowNanos);
    }

    String id() {
        return id;
    }

    Channel channel() {
        return channel;
    }

    Transport transport() {
        return transport;
    }

    /** Who looks. */
    Identity identity() {
        return identity;
    }

    /** The same somebody, for another time; topics keep what they may show. */
    void identity(Identity renewed) {
        // a ticket of the session that ends makes it no longer: to warn again would only bring another
        warned = warned && renewed.expiresAtMillis() <= identity.expiresAtMillis();
        identity = renewed;
    }

    /** Of the page that looks, or null. */
    @Nullable String origin() {
        return origin;
    }

    /** True the first time, and again after a renewal for longer. */
    boolean warn() {
        boolean first = !warned;
        warned = true;
        return first;
    }

    /** Whether it may see a call at all. */
    boolean mayKnow(CallFacts call) {
        return identity.scope().matches(call);
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
        names.forEach(focus::remove);
        interest = List.copyOf(topics.values());
        unsent.removeIf(slot -> !guesses(slot.call()));
    }

    /** Looks at these calls under a topic's name, and at no others. */
    void focus(String topic, Set<String> callIds) {
        focus.put(topic, callIds);
        unsent.removeIf(slot -> !guesses(slot.call()));
    }

    /** How it is to have this event. This, the next two and guesses are all that decides what a viewer sees. */
    Topic.Share share(Ring.Entry entry) {
        return share(entry, interest);
    }

    /** How it would have this event with other topics than its own. */
    Topic.Share share(Ring.Entry entry, List<Topic> topics) {
        Topic.Share share = Topic.Share.NOT;
        for (Topic topic : topics) {
            share = share.or(topic.share(entry));
        }
        return share;
    }

    /** How old the oldest event is that it is to have and has not been sent; 0 if there is none. */
    long behindNanos(Ring ring, long nowNanos) {
        if (cursor < ring.floor()) { // what it lacks is gone: at least as old as the oldest that is left
            return Math.max(1, ring.ageNanos(nowNanos));
        }
        while (cursor < ring.head() && share(ring.at(cursor + 1)) == Topic.Share.NOT) {
            cursor++; // passed over once, so that looking again costs nothing
        }
        return cursor < ring.head() ? Math.max(1, nowNanos - ring.at(cursor + 1).addedNanos()) : 0;
    }

    /** True if the call belongs into the topic's snapshot. */
    boolean shows(Topic topic, CallFacts call) {
        return mayKnow(call) && topic.shows(call);
    }

    boolean watchesServer() {
        return interest.stream().anyMatch(Topic.Sys.class::isInstance);
    }

    boolean guesses(CallFacts call) {
        if (pace.suspended()) {
            return false;
        }
        for (Topic topic : interest) {
            if (topic.guesses(call, focus.getOrDefault(topic.name(), Set.of()))) {
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

    /** False while it does not keep up with what happens. Its requests are answered all the same. */
    boolean keepsUp(long nowNanos) {
        return ready() && !acks.full(nowNanos);
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
    void send(Frame frame, long nowNanos) {
        keepAlive.sent(nowNanos);
        metrics.frame(frame.bytes());
        transport.send(frame);
    }

    @Override
    public String toString() {
        return "viewer " + id + " (" + identity.id() + ") from " + channel.remoteAddress();
    }
}
