package io.sidetone.sim.twilio;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call's voice: its media streams, one or several, and where in the plan's audio they all are.
 *
 * <p>The conversation begins when the call wants it and no stream is still connecting, so that no
 * stream misses its first words. Confined to the call's loop.
 */
final class Streams implements StreamSession.Listener {

    /** What the call wants to know. */
    interface Listener {
        /** Everything has been said. Told once. */
        void audioOver();

        /** The caller puts the phone down. */
        void hangUp();
    }

    private final Line line;
    private final Signer signer;
    private final StreamSockets sockets;
    private final UnaryOperator<URI> route;
    private final boolean callOutlivesStreams;
    private final List<StreamSession> sessions = new ArrayList<>();
    private final List<StreamOrder> held = new ArrayList<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable Listener listener; // null until the call begins
    private Optional<StreamOrder> secondOrder = Optional.empty();
    private boolean wanted;
    private boolean conversing;
    private boolean ending;
    private boolean toldOver;
    private long conversationNanos; // media time of its beginning
    private int furthest; // into the audio, in bytes
    private long secondsTold;

    /**
     * @param route from the URL that is signed to the one that is connected to
     * @param callOutlivesStreams whether people go on talking when the last stream has been lost
     */
    Streams(Line line, Signer signer, StreamSockets sockets, UnaryOperator<URI> route, boolean callOutlivesStreams) {
        this.line = line;
        this.signer = signer;
        this.sockets = sockets;
        this.route = route;
        this.callOutlivesStreams = callOutlivesStreams;
    }

    void listener(Listener call) {
        listener = call;
    }

    /** Opens a stream, now or, with early callbacks, at {@link #release}. */
    void open(StreamOrder order, boolean hold) {
        if (hold) {
            held.add(order);
        } else {
            order(order);
        }
    }

    /** Opens what was held. */
    void release() {
        List<StreamOrder> orders = List.copyOf(held);
        held.clear();
        orders.forEach(this::order);
        beginIfReady();
    }

    /** The other side is there: talk as soon as every stream is. */
    void converse() {
        wanted = true;
        beginIfReady();
    }

    boolean wantsToConverse() {
        return wanted;
    }

    /** Whether everything has been said. */
    boolean finished() {
        return toldOver;
    }

    /** How long the conversation has lasted, in whole seconds of media time. */
    long talkedSeconds() {
        return Duration.ofMillis(position() / CallAudio.BYTES_PER_MS).toSeconds();
    }

    /**
     * Opens a stream on the caller's leg or on one that was dialled, in the middle of the call.
     *
     * @return its SID
     */
    String openOn(String callSid, StreamOrder order) {
        return order(order, callSid).streamSid();
    }

    /** Ends a stream by its SID or name; empty if there is no such live one on that leg. */
    Optional<String> stopOn(String callSid, String sidOrName) {
        Optional<StreamSession> found = sessions.stream()
                .filter(session -> session.live() && session.callSid().equals(callSid))
                .filter(session -> sidOrName.equals(session.streamSid())
                        || sidOrName.equals(session.order().name()))
                .findFirst();
        found.ifPresent(session -> session.end(Quirk.Farewell.STOP));
        return found.map(StreamSession::streamSid);
    }

    /** Ends the stream of this name from within the call. */
    void stop(String name) {
        sessions.stream()
                .filter(session -> name.equals(session.order().name()))
                .forEach(session -> session.end(Quirk.Farewell.STOP));
    }

    /** The call is over. Completes on the loop when every socket has closed. */
    CompletableFuture<Void> end() {
        ending = true;
        held.clear();
        List.copyOf(sessions).forEach(session -> session.end(line.quirks().farewell()));
        completeIfGone();
        return gone;
    }

    List<CallReport.Stream> reports() {
        return sessions.stream().map(StreamSession::report).toList();
    }

    /** What went wrong first. */
    Optional<Outcome> trouble() {
        return sessions.stream()
                .flatMap(session -> Optional.ofNullable(session.trouble()).stream())
                .findFirst();
    }

    Optional<String> session() {
        return sessions.stream()
                .flatMap(s -> Optional.ofNullable(s.order().parameters().get("session")).stream())
                .findFirst();
    }

    private void order(StreamOrder order) {
        StreamSession unused = order(order, line.callSid());
    }

    private StreamSession order(StreamOrder order, String callSid) {
        boolean dialled = !callSid.equals(line.callSid());
        CallAudio audio =
                dialled ? line.plan().audio().fromTheOtherSide() : line.plan().audio();
        String streamSid = line.sids().stream();
        Quirks quirks = sessions.isEmpty() ? line.quirks() : line.quirks().lasting();
        StreamSession session = new StreamSession(
                order,
                callSid,
                streamSid,
                quirks,
                new StreamMessages(line.accountSid(), callSid, streamSid, quirks),
                order.tracks().stream()
                        .map(track ->
                                new TrackTimeline(track, audio, line.sids().startOffsetMs(), quirks))
                        .toList(),
                line.clock(),
                this);
        sessions.add(session);
        URI uri = StreamSockets.withoutQuery(order.uri());
        if (!uri.equals(order.uri())) {
            line.warnings().add(order.uri() + ": Twilio does not send the query of a stream's URL");
        }
        if (line.quirks().has(Quirk.Callbacks.EARLY)) {
            report(session, "stream-started", "");
            line.callbacks().settled().thenRunAsync(() -> connect(session, uri), line.loop());
        } else {
            connect(session, uri);
        }
        return session;
    }

    private void connect(StreamSession session, URI uri) {
        sockets.open(line.loop(), route.apply(uri), signer.ofUpgrade(uri), session);
    }

    @Override
    public void started(StreamSession session) {
        if (!line.quirks().has(Quirk.Callbacks.EARLY)) {
            report(session, "stream-started", "");
        }
        line.progress().started(session.streamSid(), session.order().uri());
        if (session == sessions.get(0)) {
            arrange(session);
        }
        line.quirks().of(Quirk.CutLater.class).stream()
                .filter(q -> sessions.indexOf(session) == q.number() - 1)
                .forEach(q -> at(session, q.at(), () -> session.cut(q.farewell())));
        if (conversing) {
            session.converse(position());
        } else {
            beginIfReady();
        }
    }

    /** Sets up what the plan wants to happen at certain moments. */
    private void arrange(StreamSession session) {
        Quirks quirks = line.quirks();
        quirks.of(Quirk.Dtmf.class).forEach(q -> at(session, q.at(), () -> session.sendDtmf(q.digit())));
        quirks.of(Quirk.CutAt.class).forEach(q -> at(session, q.at(), () -> session.cut(q.farewell())));
        quirks.of(Quirk.HangUp.class).forEach(q -> at(session, q.at(), this::callerHangsUp));
        quirks.first(Quirk.SecondStream.class).ifPresent(q -> {
            secondOrder = Optional.of(session.order());
            at(session, q.at(), this::openSecond);
        });
    }

    private void openSecond() {
        Optional<StreamOrder> order = secondOrder;
        secondOrder = Optional.empty();
        if (!ending) {
            order.ifPresent(this::order);
        }
    }

    private void callerHangsUp() {
        if (!ending && listener != null) {
            listener.hangUp();
        }
    }

    private void at(StreamSession session, Duration streamTime, Runnable action) {
        if (line.clock().unpaced()) {
            session.cue(streamTime.toMillis(), action);
        } else {
            schedule(line.clock().nanos() + streamTime.toNanos(), action);
        }
    }

    private void schedule(long mediaNanos, Runnable action) {
        EventLoop loop = line.loop();
        loop.schedule(action, Math.max(0, line.clock().realNanosUntil(mediaNanos)), TimeUnit.NANOSECONDS);
    }

    @Override
    public void moved(StreamSession session) {
        furthest = Math.max(furthest, session.audioPosition());
        long seconds = furthest / (1000L * CallAudio.BYTES_PER_MS);
        if (conversing && seconds > secondsTold) {
            secondsTold = seconds;
            line.progress().position(seconds * 1000, line.plan().audio().lengthMs());
        }
        endIfAllIsSaid();
    }

    @Override
    public void ended(StreamSession session) {
        furthest = Math.max(furthest, session.audioPosition());
        Outcome trouble = session.trouble();
        if (trouble == null && session.wasCut()) {
            report(session, "stream-error", TwilioError.BROKEN);
        } else if (trouble == null) {
            report(session, "stream-stopped", "");
        } else {
            line.warnings()
                    .add(TwilioError.of(trouble) + " on " + session.order().uri());
            report(session, "stream-error", TwilioError.of(trouble));
        }
        if (session.messagesReceived() > 0) {
            line.warnings()
                    .add(session.messagesReceived()
                            + " messages from the server on a stream that only listens (31924)");
        }
        line.progress().stopped(session.streamSid());
        if (line.clock().unpaced()) {
            openSecond(); // nothing is left to wait for
        }
        beginIfReady();
        endIfAllIsSaid();
        completeIfGone();
    }

    private void report(StreamSession session, String event, String error) {
        URI uri = session.order().statusCallback();
        if (uri != null) {
            Map<String, String> form =
                    line.forms().stream(session.callSid(), session.streamSid(), session.order(), event, error);
            line.callbacks().post(event, uri, form);
        }
    }

    private void beginIfReady() {
        boolean waiting = !held.isEmpty() || sessions.stream().anyMatch(StreamSession::connecting);
        if (!wanted || conversing || ending || waiting) {
            return;
        }
        conversing = true;
        conversationNanos = line.clock().nanos();
        line.progress().conversing();
        sessions.forEach(session -> session.converse(0));
        endIfAllIsSaid();
    }

    private void endIfAllIsSaid() {
        if (!conversing || toldOver || ending || sessions.stream().anyMatch(StreamSession::connecting)) {
            return;
        }
        if (sessions.stream().anyMatch(StreamSession::live)) {
            if (sessions.stream().allMatch(StreamSession::over)) {
                tellOver();
            }
        } else if (line.clock().unpaced() && secondOrder.isPresent()) {
            return; // it is opened as soon as the first one is gone
        } else if (!line.clock().unpaced() && (callOutlivesStreams || secondOrder.isPresent())) {
            long lengthNanos = TimeUnit.MILLISECONDS.toNanos(line.plan().audio().lengthMs());
            schedule(conversationNanos + lengthNanos, this::tellOver);
        } else {
            tellOver();
        }
    }

    private void tellOver() {
        boolean still = sessions.stream().anyMatch(session -> session.live() && !session.over());
        if (!toldOver && !ending && !still && listener != null) {
            toldOver = true;
            listener.audioOver();
        }
    }

    /** How far the conversation is, in bytes of one track, on a frame's border. */
    private int position() {
        if (!conversing || line.clock().unpaced()) {
            return furthest;
        }
        long ms = TimeUnit.NANOSECONDS.toMillis(line.clock().nanos() - conversationNanos);
        int bytes =
                (int) Math.min(ms * CallAudio.BYTES_PER_MS, line.plan().audio().lengthBytes());
        return bytes / CallAudio.FRAME_BYTES * CallAudio.FRAME_BYTES;
    }

    private void completeIfGone() {
        if (ending && sessions.stream().allMatch(StreamSession::ended)) {
            gone.complete(null);
        }
    }
}
