package io.sidetone.speech.assemblyai;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import io.sidetone.speech.wire.Chunk;
import io.sidetone.speech.wire.Ending;
import io.sidetone.speech.wire.ForeignText;
import io.sidetone.speech.wire.Outbox;
import io.sidetone.speech.wire.Pace;
import io.sidetone.speech.wire.Reports;
import io.sidetone.speech.wire.VendorMeters;
import io.sidetone.speech.wire.VendorSocket;
import io.sidetone.speech.wire.Watch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leg's session, for as long as its one connection lasts.
 *
 * <pre>
 *   IDLE --first audio--> CONNECTING --Begin--> OPEN --Terminate--> DRAINING --Termination--> CLOSED
 *     every stage --cancel, an Error, a broken connection, a deadline--> CLOSED
 * </pre>
 *
 * Confined to the leg's loop. What was promised to the vendor in order (audio, ForceEndpoint, Terminate) goes out
 * in {@link #pump} and nowhere else.
 */
final class AssemblyAiSession implements SpeechSession, Ticks.Member, VendorSocket.Owner {
    private static final Logger log = LoggerFactory.getLogger(AssemblyAiSession.class);
    private static final String NAME = "AssemblyAI";
    private static final double REAL_TIME = 1.0; // the vendor closes a session that is faster
    private static final int SHORTEST_MS = AssemblyAiSettings.Timing.SHORTEST_CHUNK_MS;
    private static final long NONE = -1;

    private enum Stage {
        IDLE,
        CONNECTING,
        OPEN,
        DRAINING,
        CLOSED
    }

    private final SpeechLeg leg;
    private final AssemblyAiSettings.Timing timing;
    private final SessionRequest request;
    private final Ticks ticks;
    private final VendorMeters meters;
    private final VendorMeters.Sending sending;
    private final Reports reports;
    private final VendorSocket connection;
    private final Outbox outbox;
    private final CallTimeMap time; // of what was sent
    private final Turns turns;

    private Stage stage = Stage.IDLE;
    private @Nullable Pace pace; // null until open
    private @Nullable Watch watch; // null until open
    private boolean finishing; // no more audio comes
    private boolean finalizeWaits; // until the chunk that is being filled is long enough to go
    private long finalizeAt = NONE; // position in the outbox before which ForceEndpoint goes out
    private long connectingSinceMs;
    private long audioAtMs; // when the newest audio came
    private long wroteAtMs; // when anything but a ping was last sent
    private boolean sawGarbage;

    AssemblyAiSession(
            SessionRequest request,
            Transport transport,
            Ticks ticks,
            VendorMeters meters,
            Consumer<SpeechEvent> listener) {
        this.request = request;
        this.leg = request.leg();
        this.timing = request.settings().timing();
        this.ticks = ticks;
        this.meters = meters;
        this.sending = meters.sending();
        this.connection = new VendorSocket(leg.loop(), transport, this);
        AudioFormat format = request.format();
        this.outbox = new Outbox(format, format, timing.chunk(), timing.buffer());
        this.reports = new Reports(leg, NAME, listener, outbox, meters);
        this.time = new CallTimeMap(format.sampleRateHz());
        this.turns = new Turns(time, request, reports::tell);
    }

    @Override
    public void audio(ByteBuf slice, long callTimeMs) {
        assertAtHome();
        if (!slice.isReadable() || finishing || stage == Stage.CLOSED) {
            return;
        }
        double lostBeforeMs = outbox.lostMs();
        outbox.add(slice, callTimeMs);
        audioAtMs = Ticks.nowMs(leg.loop());
        reports.loss(lostBeforeMs);
        if (finalizeWaits) {
            finalizeWhenLongEnough();
        }
        if (stage == Stage.IDLE) {
            startConnecting(audioAtMs);
        } else {
            pump(audioAtMs);
        }
    }

    @Override
    public void connect() {
        assertAtHome();
        if (stage == Stage.IDLE && !finishing) {
            startConnecting(Ticks.nowMs(leg.loop()));
        }
    }

    @Override
    public long backlogMs() {
        return Math.round(outbox.waitingMs());
    }

    @Override
    public long gathersMs() {
        return stage == Stage.OPEN && !finalizeWaits ? outbox.missingMs() : 0;
    }

    @Override
    public void finalizeNow() {
        assertAtHome();
        if (stage == Stage.CONNECTING || stage == Stage.OPEN) {
            finalizeWhenLongEnough();
            pump(Ticks.nowMs(leg.loop()));
        }
    }

    /**
     * Two more frames are worth waiting for: padding would put the session behind the call, frame by frame, since
     * it may not be sent faster than real time.
     */
    private void finalizeWhenLongEnough() {
        finalizeWaits = outbox.isFilling() && outbox.fillingMs() < SHORTEST_MS && !finishing;
        if (!finalizeWaits) {
            completeChunk();
            finalizeAt = outbox.tail();
        }
    }

    private void completeChunk() {
        outbox.completeChunk();
        if (finalizeWaits) {
            finalizeWaits = false;
            finalizeAt = outbox.tail();
        }
    }

    @Override
    public void finish() {
        assertAtHome();
        if (finishing || stage == Stage.CLOSED) {
            return;
        }
        finishing = true;
        if (stage == Stage.IDLE) {
            close(new SpeechEvent.Closed(true, "there was no audio"));
            return;
        }
        long nowMs = Ticks.nowMs(leg.loop());
        wroteAtMs = nowMs; // the vendor has from now on to take what waits
        completeChunk();
        pump(nowMs);
    }

    @Override
    public void cancel() {
        assertAtHome();
        close(new SpeechEvent.Closed(false, "cancelled"));
    }

    @Override
    public void tick(long nowMs) {
        switch (stage) {
            case CONNECTING -> {
                if (nowMs - connectingSinceMs >= timing.connectTimeout().toMillis()) {
                    broken(Failures.neverBegun(timing.connectTimeout()));
                }
            }
            case OPEN -> {
                if (outbox.isFilling() && nowMs - audioAtMs > timing.chunk().toMillis()) {
                    completeChunk(); // frames have stopped; its words need not wait for more
                }
                turns.tick(nowMs);
                pump(nowMs);
                checkSilence(nowMs);
            }
            case DRAINING -> {
                turns.tick(nowMs);
                if (nowMs - wroteAtMs >= timing.closeDeadline().toMillis()) {
                    Failure failure = Failures.unconfirmed(timing.closeDeadline());
                    turns.flush();
                    close(new SpeechEvent.Closed(failure.message(), failure));
                }
            }
            case IDLE, CLOSED -> {}
        }
    }

    private void startConnecting(long nowMs) {
        stage = Stage.CONNECTING;
        connectingSinceMs = nowMs;
        ticks.join(leg.loop(), this);
        reports.tell(new SpeechEvent.Health(SpeechEvent.State.CONNECTING, "connecting to AssemblyAI"));
        if (stage == Stage.CONNECTING) { // the listener may have thought better of it
            connection.connect(request.uri(), request.headers());
        }
    }

    @Override
    public void opened(HttpHeaders answer) {
        log.debug("{}: AssemblyAI has answered; now it looks at the key", leg);
    }

    private void begun(String id) {
        if (stage != Stage.CONNECTING) {
            return;
        }
        long nowMs = Ticks.nowMs(leg.loop());
        String sessionId = ForeignText.printable(id);
        log.info("{}: AssemblyAI session open after {} ms, id {}", leg, nowMs - connectingSinceMs, sessionId);
        meters.handshake("opened");
        stage = Stage.OPEN;
        pace = new Pace(REAL_TIME, nowMs);
        wroteAtMs = nowMs;
        watch = new Watch(timing.stuck(), timing.keepAlive(), nowMs);
        turns.begun(sessionId);
        reports.tell(new SpeechEvent.Health(SpeechEvent.State.LIVE, "AssemblyAI " + request.model()));
        reports.tell(new SpeechEvent.Opened(AssemblyAiSpeechToText.PROVIDER, request.model(), sessionId));
        pump(nowMs);
    }

    /** Sends what is due, in order, as far as the socket and the pace allow; the next tick does the rest. */
    private void pump(long nowMs) {
        boolean wrote = false;
        while (stage == Stage.OPEN && connection.isWritable() && sendNext(nowMs)) {
            wroteAtMs = nowMs;
            wrote = true;
        }
        if (wrote) {
            connection.flush();
            if (watch != null) {
                watch.wrote(nowMs);
            }
            if (outbox.waitingMs() <= timing.buffer().toMillis() / 2.0) {
                reports.endLoss();
            }
        }
    }

    private boolean sendNext(long nowMs) {
        Chunk next = outbox.peek();
        if (finalizeAt != NONE && outbox.head() >= finalizeAt) {
            finalizeAt = NONE;
            control("ForceEndpoint");
            turns.forced();
            return true;
        }
        if (next != null) {
            return pace != null && pace.allows(Math.max(SHORTEST_MS, next.lengthMs()), nowMs) && send(outbox.take());
        }
        if (finishing) {
            control("Terminate");
            stage = Stage.DRAINING;
            return true;
        }
        return false;
    }

    private boolean send(Chunk chunk) {
        sending.sent(chunk.lengthMs(), Ticks.nowMs(leg.loop()) - leg.callStartMs() - chunk.endMs());
        time.sent(chunk.samples(), chunk.callTimeMs());
        if (chunk.lengthMs() < SHORTEST_MS) {
            int before = chunk.samples();
            long endMs = chunk.endMs();
            chunk.fillWithSilence(SHORTEST_MS);
            time.sent(chunk.samples() - before, endMs);
        }
        connection.write(chunk);
        outbox.sent(chunk);
        return true;
    }

    private void checkSilence(long nowMs) {
        if (stage != Stage.OPEN || watch == null) {
            return;
        }
        if (watch.asks(nowMs, connection.heardAtMs())) {
            connection.ping();
            connection.flush();
        }
        boolean waiting = outbox.peek() != null || finalizeAt != NONE || finishing;
        String problem = watch.problem(nowMs, waiting, connection.heardAtMs());
        long silentMs = nowMs - wroteAtMs;
        if (finishing && silentMs >= timing.closeDeadline().toMillis()) {
            broken(Failures.stuck("has taken nothing", timing.closeDeadline()));
        } else if (problem != null) {
            broken(Failures.stuck(problem, timing.stuck()));
        } else if (silentMs >= timing.keepAlive().toMillis() && connection.isWritable()) {
            control("KeepAlive");
            connection.flush();
            wroteAtMs = nowMs;
        }
    }

    private void control(String type) {
        connection.write("{\"type\":\"" + type + "\"}");
    }

    @Override
    public void text(ByteBuf message) {
        heard(MessageDecoder.decode(message));
    }

    @Override
    public void binary() {
        heard(new AssemblyAiMessage.Unknown("binary"));
    }

    private void heard(AssemblyAiMessage message) {
        assertAtHome();
        if (message instanceof AssemblyAiMessage.Turn turn) {
            turns.heard(turn, Ticks.nowMs(leg.loop()));
        } else if (message instanceof AssemblyAiMessage.SpeechStarted started) {
            reports.tell(new SpeechEvent.SpeechStarted(time.callTimeMs(started.timestamp() / 1_000.0)));
        } else if (message instanceof AssemblyAiMessage.Begin begin) {
            begun(begin.id());
        } else if (message instanceof AssemblyAiMessage.Error error) {
            broken(Failures.said(error.code(), error.description())); // its close says no more than this
        } else if (message instanceof AssemblyAiMessage.Termination termination) {
            terminated(termination);
        } else {
            remark(message);
        }
    }

    private void terminated(AssemblyAiMessage.Termination termination) {
        log.info("{}: AssemblyAI heard {} s of the {} ms sent", leg, termination.audioSeconds(), time.sentMs());
        if (stage == Stage.DRAINING) {
            turns.flush();
            connection.farewell();
            close(new SpeechEvent.Closed(true, "finished"));
        }
    }

    /** Nothing that changes the words: counted, and said to the operator where it helps. */
    private void remark(AssemblyAiMessage message) {
        if (message instanceof AssemblyAiMessage.Unknown unknown) {
            meters.unknownMessage();
            log.debug("{}: AssemblyAI message of unknown type {}", leg, ForeignText.printable(unknown.type()));
        } else if (message instanceof AssemblyAiMessage.Garbage garbage) {
            meters.garbage();
            if (!sawGarbage) {
                log.warn("{}: AssemblyAI message that cannot be read: {}", leg, garbage.problem());
            }
            sawGarbage = true;
        } else if (message instanceof AssemblyAiMessage.Warning warning) {
            log.warn("{}: AssemblyAI warns: {}", leg, ForeignText.printable(warning.description()));
        }
    }

    @Override
    public void ended(Ending ending) {
        assertAtHome();
        Failure failure = Failures.of(ending);
        if (stage == Stage.DRAINING && Failures.isOrderly(ending)) {
            turns.flush();
            close(new SpeechEvent.Closed(false, failure.message() + ", without Termination"));
        } else {
            broken(failure);
        }
    }

    private void broken(Failure failure) {
        if (stage == Stage.CLOSED) {
            return;
        }
        if (stage == Stage.CONNECTING) {
            meters.handshake(failure.code());
        }
        turns.flush(); // what had ended is known for good
        reports.broken(failure);
        close(new SpeechEvent.Closed(failure.message(), failure));
    }

    private void close(SpeechEvent.Closed closed) {
        reports.endLoss();
        if (stage == Stage.CLOSED) {
            return; // before, or by the listener just now
        }
        stage = Stage.CLOSED;
        ticks.leave(leg.loop(), this);
        connection.close();
        outbox.clear();
        reports.tell(closed);
    }

    private void assertAtHome() {
        assert leg.loop().inEventLoop()
                : leg + " touched by " + Thread.currentThread().getName();
    }

    @Override
    public String toString() {
        return "assemblyai session of " + leg;
    }
}
