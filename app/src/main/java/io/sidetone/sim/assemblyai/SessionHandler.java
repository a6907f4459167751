package io.sidetone.sim.assemblyai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.HeardWord;
import io.sidetone.sim.deepgram.Outbox;
import io.sidetone.sim.deepgram.PaceWatch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One connection after its upgrade: frames in, turns out, and the ways it ends.
 *
 * <pre>
 *   UPGRADED --Begin--> OPEN --Terminate--> TERMINATING --Termination said--> CLOSING --client's answer, or 2 s--> gone
 *   UPGRADED, OPEN --a rule broken, or a fault: Error--> CLOSING
 *   any --fault--> DEAF (connected, and no longer answering)
 * </pre>
 */
final class SessionHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Duration CLOSE_ANSWER = Duration.ofSeconds(2);
    private static final String SEE_MESSAGE = "See Error message for details";
    private static final ObjectMapper JSON = new ObjectMapper();

    private enum State {
        UPGRADED,
        OPEN,
        TERMINATING,
        CLOSING,
        DEAF
    }

    private final Channel channel;
    private final Sessions sessions;
    private final SessionRules rules;
    private final RecordedSession session;
    private final SessionFaults faults;
    private final PendingBreaks breaks;
    private final Outbox outbox;
    private final PaceWatch pace;
    private final long openedNanos;
    private State state = State.UPGRADED;
    private @Nullable Talk talk; // null if the query is not good enough for one

    /** What a good query makes possible. */
    private record Talk(SessionRequest request, Hearing hearing, Patience patience, UnaryOperator<HeardWord> wording) {}

    SessionHandler(Channel channel, Sessions sessions, RecordedSession session, SessionFaults faults) {
        this.channel = channel;
        this.sessions = sessions;
        this.rules = sessions.options().rules();
        this.session = session;
        this.faults = faults;
        this.breaks = new PendingBreaks(faults.breaks());
        this.outbox = new Outbox(channel);
        this.pace = new PaceWatch(rules.pace(), rules.paceAllowance());
        this.openedNanos = nanoTime();
    }

    RecordedSession session() {
        return session;
    }

    /** The handshake has been answered; now the vendor looks at what was asked. */
    void opened(boolean keyAccepted) {
        sessions.connected(this);
        breakIfDue();
        if (state != State.UPGRADED) {
            return;
        }
        String problem = QueryRules.firstProblem(session.parameters()).orElse(null);
        if (!keyAccepted) {
            refuse(Violation.Kind.BAD_KEY, 1008, "Unauthorized connection: the key is missing or not accepted");
        } else if (problem != null) {
            refuse(Violation.Kind.BAD_PARAMETER, 3006, "Bad connection: " + problem);
        } else {
            talk = talk(SessionRequest.of(session.parameters()));
            Duration delay = faults.find(Fault.SlowHandshake.class)
                    .map(Fault.SlowHandshake::delay)
                    .orElse(Duration.ZERO);
            if (delay.isZero()) {
                begin();
            } else {
                channel.eventLoop().schedule(this::begin, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private Talk talk(SessionRequest request) {
        UnaryOperator<HeardWord> wording = faults.wording(request.sampleRate());
        return new Talk(
                request,
                new Hearing(
                        request,
                        sessions.index(),
                        turn -> say(turn, request, wording),
                        sample -> say(MessageWriter.speechStarted(sample, request.sampleRate()))),
                new Patience(
                        channel.eventLoop(),
                        request.inactivity(),
                        () -> fail(
                                3008,
                                "Session expired: nothing came for "
                                        + request.inactivity().toSeconds() + " s")),
                wording);
    }

    private void begin() {
        if (state != State.UPGRADED || talk == null) {
            return;
        }
        int limit = faults.find(Fault.ConcurrencyLimit.class)
                .map(Fault.ConcurrencyLimit::streams)
                .orElse(Integer.MAX_VALUE);
        if (!sessions.begin(this, limit)) {
            fail(rules.tooManyCode(), "Unauthorized connection: too many concurrent sessions, limit " + limit);
            return;
        }
        state = State.OPEN;
        session.noteBegun();
        talk.patience().heard();
        talk.patience()
                .start(rules.sessionLimit(), () -> fail(3008, "Session expired: it has lasted as long as one may"));
        say(MessageWriter.begin(
                session.id(), sessions.options().clock().instant().plus(rules.sessionLimit())));
        breakIfDue();
    }

    /** A fault that comes while the session is open; from any thread. */
    void strike(Fault.Break fault) {
        channel.eventLoop().execute(() -> {
            breaks.add(fault);
            breakIfDue();
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame) {
            onAudio(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof TextWebSocketFrame text) {
            onText(text.text());
        } else if (frame instanceof PingWebSocketFrame) {
            outbox.pong(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            onClose(close);
        }
    }

    private void onAudio(byte[] bytes) {
        if (state == State.CLOSING) {
            return; // was under way when the server closed
        }
        session.countAudio(bytes);
        if (talk == null || !inTime(bytes.length + " bytes of audio")) {
            return;
        }
        talk.patience().heard();
        if (judge(bytes, talk.request())) {
            breakIfDue();
            int at = 0;
            while (state == State.OPEN && at < bytes.length) {
                at += talk.hearing().hear(bytes, at);
                breakIfDue();
            }
        }
    }

    /** Whether a frame may be heard; if not, the session is closed. */
    private boolean judge(byte[] bytes, SessionRequest request) {
        double ms = request.seconds(bytes.length) * 1_000;
        if (ms < rules.shortestFrame().toMillis() || ms > rules.longestFrame().toMillis()) {
            String message = "Input duration violation: %.1f ms. Expected between %d and %d ms"
                    .formatted(
                            ms,
                            rules.shortestFrame().toMillis(),
                            rules.longestFrame().toMillis());
            boolean isShort = ms < rules.shortestFrame().toMillis();
            refuse(isShort ? Violation.Kind.FRAME_TOO_SHORT : Violation.Kind.FRAME_TOO_LONG, 3007, message);
            return false;
        }
        if (bytes.length % request.encoding().bytesPerSample() != 0) {
            refuse(Violation.Kind.CUT_SAMPLE, 3007, bytes.length + " bytes are not whole samples");
            return false;
        }
        if (pace.hear(Math.round(ms * 1e6), nanoTime())) {
            refuse(Violation.Kind.TOO_FAST, 3007, "Audio transmission rate exceeded: faster than real time");
            return false;
        }
        return true;
    }

    private void onText(String text) {
        if (state == State.CLOSING || state == State.DEAF) {
            return;
        }
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            message = JSON.missingNode();
        }
        String type = message.path("type").asText();
        session.countText(type);
        if (talk == null || !inTime("a message " + type)) {
            return;
        }
        talk.patience().heard();
        switch (type) {
            case "KeepAlive" -> {}
            case "ForceEndpoint" -> forceEndpoint(talk);
            case "UpdateConfiguration" -> updateConfiguration(talk, message);
            case "Terminate" -> terminate(talk);
            default -> refuse(Violation.Kind.BAD_TEXT, 3006, "Invalid message: no JSON of a known type");
        }
    }

    /** Whether this is the time for audio and messages. */
    private boolean inTime(String what) {
        if (state == State.UPGRADED) {
            violation(Violation.Kind.BEFORE_BEGIN, what + " (expected: none before Begin)");
        } else if (state == State.TERMINATING) {
            violation(Violation.Kind.AFTER_TERMINATE, what + " (expected: none)");
        }
        return state == State.OPEN;
    }

    private void forceEndpoint(Talk talk) {
        if (!faults.has(Fault.Quirk.NO_FINALIZE_ANSWER)) {
            faults.find(Fault.LateFinalizeAnswer.class).ifPresent(late -> outbox.hold(late.delay()));
            talk.hearing().turns().end();
        }
    }

    private void updateConfiguration(Talk talk, JsonNode message) {
        String problem = QueryRules.firstProblem(message).orElse(null);
        if (problem != null) {
            refuse(Violation.Kind.BAD_TEXT, 3006, "Invalid message: " + problem);
        } else {
            TurnMaker turns = talk.hearing().turns();
            turns.update(turns.rules().updated(message));
        }
    }

    private void terminate(Talk talk) {
        state = State.TERMINATING;
        talk.patience().shut();
        breakIfDue();
        if (state != State.TERMINATING) {
            return;
        }
        faults.find(Fault.SlowDrain.class).ifPresent(slow -> outbox.hold(slow.delay()));
        talk.hearing().finish();
        say(MessageWriter.termination(talk.hearing().seconds(), (nanoTime() - openedNanos) / 1e9));
        outbox.close(1000, "", () -> closeSent(1000));
    }

    private void say(Turn turn, SessionRequest request, UnaryOperator<HeardWord> wording) {
        say(MessageWriter.turn(turn, request.sampleRate(), wording));
        if (turn.ended() && faults.has(Fault.Quirk.UNKNOWN_MESSAGES)) {
            say("{\"type\":\"Weather\",\"sky\":{\"clouds\":3},\"since\":[1,2]}");
        }
        if (turn.ended() && faults.has(Fault.Quirk.GARBAGE_TEXT)) {
            say("<<< not { json");
        }
    }

    private void say(String json) {
        outbox.say(json);
        session.noteSaid(json);
    }

    private void breakIfDue() {
        if (state != State.CLOSING && state != State.DEAF) {
            Hearing hearing = state == State.UPGRADED || talk == null ? null : talk.hearing();
            breaks.due(hearing, state == State.TERMINATING).ifPresent(this::perform);
        }
    }

    private void perform(Fault.Break fault) {
        if (fault instanceof Fault.Close close) {
            fail(close.code(), close.reason());
        } else if (fault instanceof Fault.Reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            hangUp();
        } else if (fault instanceof Fault.HangUp) {
            hangUp();
        } else {
            deafen();
            channel.config().setAutoRead(!(fault instanceof Fault.StopReading));
        }
    }

    private void deafen() {
        state = State.DEAF;
        outbox.shut();
        shutPatience();
    }

    private void hangUp() {
        state = State.CLOSING;
        outbox.shut();
        channel.close();
    }

    private void refuse(Violation.Kind kind, int code, String message) {
        violation(kind, message);
        fail(code, message);
    }

    /** What the vendor does about errors: a message that says why, then a close frame that does not. */
    private void fail(int code, String message) {
        if (state == State.CLOSING || state == State.DEAF) {
            return;
        }
        boolean vendors = code == 1008 || code >= 3000;
        if (vendors) {
            say(MessageWriter.error(code, message));
        }
        state = State.CLOSING;
        outbox.close(code, vendors ? SEE_MESSAGE : message, () -> closeSent(code));
    }

    /** The client has a moment to answer; then the line is cut. */
    private void closeSent(int code) {
        session.noteServerClose(code);
        state = State.CLOSING;
        shutPatience();
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onClose(CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? 1005 : close.statusCode();
        session.noteClientClose(code);
        if (state == State.DEAF) {
            return;
        }
        if (state != State.CLOSING) {
            abruptEnd("close frame " + code);
            state = State.CLOSING;
            outbox.close(code == 1005 ? 1000 : code, "", () -> {});
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.UPGRADED || state == State.OPEN || state == State.TERMINATING) {
            abruptEnd("end of the connection");
        }
        state = State.CLOSING;
        shutPatience();
        outbox.shut();
        sessions.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) { // a reset is told by channelInactive
            violation(Violation.Kind.PROTOCOL, String.valueOf(cause.getMessage()));
            state = State.CLOSING;
        }
        ctx.close();
    }

    private void abruptEnd(String how) {
        if (!sessions.closing()) {
            violation(
                    Violation.Kind.ABRUPT_END,
                    how + (state == State.TERMINATING ? " before Termination" : " without Terminate")
                            + " (expected: Terminate, then the server's close)");
        }
    }

    private void shutPatience() {
        if (talk != null) {
            talk.patience().shut();
        }
    }

    private void violation(Violation.Kind kind, String detail) {
        double seconds = talk == null ? 0 : talk.hearing().seconds();
        Violation violation = new Violation(kind, detail, Math.round(seconds * 1_000));
        session.note(violation);
        sessions.options().log().violation(session, violation);
    }

    private long nanoTime() {
        return channel.eventLoop().ticker().nanoTime();
    }
}
