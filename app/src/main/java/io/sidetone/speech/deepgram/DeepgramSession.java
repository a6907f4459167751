package io.sidetone.speech.deepgram;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leg's stream, for as long as its one connection lasts.
 *
 * <pre>
 *   IDLE --first audio--> CONNECTING --101--> OPEN --CloseStream--> DRAINING --Metadata--> CLOSED
 *     every stage --cancel, a broken connection, a deadline--> CLOSED
 * </pre>
 *
 * Confined to the leg's loop. What was promised to the vendor in order (audio, Finalize, CloseStream)
 * goes out in {@link #pump} and nowhere else.
 */
final class DeepgramSession implements SpeechSession, Ticks.Member, DeepgramConnection.Owner {
    private static final Logger log = LoggerFactory.getLogger(DeepgramSession.class);

    private enum Stage {
        IDLE,
        CONNECTING,
        OPEN,
        DRAINING,
        CLOSED
    }

    private final SpeechLeg leg;
    private final DeepgramSettings.Timing timing;
    private final String model;
    private final Ticks ticks;
    private final DeepgramMeters meters;
    private final Reports reports;
    private final DeepgramConnection connection;
    private final Outbox outbox;
    private final CallTimeMap time; // of what was sent
    private final Interpreter interpreter;

    private Stage stage = Stage.IDLE;
    private @Nullable Pace pace; // null until open
    private boolean finishing; // no more audio comes
    private final ArrayDeque<Long> finalizeAt =
            new ArrayDeque<>(); // positions in the outbox before which Finalize goes out
    private long connectingSinceMs;
    private long audioAtMs; // when the newest audio came
    private long wroteAtMs; // when anything was last sent
    private boolean sawGarbage;

    DeepgramSession(
            ListenRequest request,
            AudioFormat legFormat,
            Transport transport,
            Ticks ticks,
            DeepgramMeters meters,
            Consumer<SpeechEvent> listener) {
        this.leg = request.leg();
        this.timing = request.settings().timing();
        this.model = request.model();
        this.ticks = ticks;
        this.meters = meters;
        this.connection = new DeepgramConnection(request, transport, this);
        this.outbox = new Outbox(legFormat, request.format(), timing, ByteBufAllocator.DEFAULT);
        this.reports = new Reports(leg, listener, outbox, meters);
        this.time = new CallTimeMap(request.format().sampleRateHz());
        this.interpreter = new Interpreter(time, request.model(), request.language());
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
    public void finalizeNow() {
        assertAtHome();
        if (stage == Stage.CONNECTING || stage == Stage.OPEN) {
            outbox.completeChunk();
            askAt(outbox.tail());
            pump(Ticks.nowMs(leg.loop()));
        }
    }

    /** One that waits behind a backlog is not forgotten for a later one: what lies between must not be joined. */
    private void askAt(long position) {
        Long newest = finalizeAt.peekLast();
        if (newest == null || newest != position) {
            finalizeAt.add(position);
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
            close(true, "there was no audio");
            return;
        }
        long nowMs = Ticks.nowMs(leg.loop());
        wroteAtMs = nowMs; // the vendor has from now on to take what waits
        outbox.completeChunk();
        pump(nowMs);
    }

    @Override
    public void cancel() {
        assertAtHome();
        close(false, "cancelled");
    }

    @Override
    public void tick(long nowMs) {
        switch (stage) {
            case CONNECTING -> {
                if (nowMs - connectingSinceMs >= timing.connectTimeout().toMillis()) {
                    ended(Ending.neverOpened(timing.connectTimeout()));
                }
            }
            case OPEN -> {
                if (outbox.isFilling() && nowMs - audioAtMs > timing.chunk().toMillis()) {
                    outbox.completeChunk(); // frames have stopped; its words need not wait for more
                }
                pump(nowMs);
                checkSilence(nowMs);
            }
            case DRAINING -> {
                if (nowMs - wroteAtMs >= timing.closeDeadline().toMillis()) {
                    close(false, "no Metadata within " + timing.closeDeadline().toMillis() + " ms of CloseStream");
                }
            }
            case IDLE, CLOSED -> {}
        }
    }

    private void startConnecting(long nowMs) {
        stage = Stage.CONNECTING;
        connectingSinceMs = nowMs;
        ticks.join(leg.loop(), this);
        reports.tell(new SpeechEvent.Health(SpeechEvent.State.CONNECTING, "connecting to Deepgram"));
        if (stage == Stage.CONNECTING) { // the listener may have thought better of it
            connection.connect();
        }
    }

    @Override
    public void opened(@Nullable String requestId) {
        assertAtHome();
        long nowMs = Ticks.nowMs(leg.loop());
        log.info("{}: Deepgram stream open after {} ms, request id {}", leg, nowMs - connectingSinceMs, requestId);
        meters.handshake("opened");
        stage = Stage.OPEN;
        pace = new Pace(timing.catchUpRate(), nowMs);
        wroteAtMs = nowMs;
        interpreter.opened(requestId);
        reports.tell(new SpeechEvent.Health(SpeechEvent.State.LIVE, "Deepgram " + model));
        reports.tell(new SpeechEvent.Opened(Interpreter.PROVIDER, model, requestId));
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
            if (outbox.waitingMs() <= timing.buffer().toMillis() / 2.0) {
                reports.endLoss();
            }
        }
    }

    private boolean sendNext(long nowMs) {
        Chunk next = outbox.peek();
        Long asked = finalizeAt.peek();
        if (asked != null && outbox.head() >= asked) {
            finalizeAt.remove();
            connection.control("Finalize");
            return true;
        }
        if (next != null) {
            return pace != null && pace.allows(next.lengthMs(), nowMs) && send(outbox.take());
        }
        if (finishing) {
            connection.control("CloseStream");
            stage = Stage.DRAINING;
            return true;
        }
        return false;
    }

    private boolean send(Chunk chunk) {
        time.sent(chunk.samples(), chunk.callTimeMs());
        meters.sent(chunk.lengthMs());
        connection.write(chunk);
        return true;
    }

    private void checkSilence(long nowMs) {
        long silentMs = nowMs - wroteAtMs;
        if (stage != Stage.OPEN) {
            return;
        }
        if (finishing && silentMs >= timing.closeDeadline().toMillis()) {
            ended(Ending.stuck(timing.closeDeadline()));
        } else if (silentMs >= timing.keepAlive().toMillis() && connection.isWritable() && !time.isEmpty()) {
            connection.control("KeepAlive"); // the vendor wants audio first, and hangs up after 10 s of nothing
            connection.flush();
            wroteAtMs = nowMs;
        }
    }

    @Override
    public void heard(DeepgramMessage message) {
        assertAtHome();
        if (message instanceof DeepgramMessage.Results results) {
            reports.tell(interpreter.results(results));
        } else if (message instanceof DeepgramMessage.SpeechStarted started) {
            reports.tell(interpreter.speechStarted(started));
        } else if (message instanceof DeepgramMessage.UtteranceEnd ended) {
            reports.tell(interpreter.utteranceEnd(ended));
        } else if (message instanceof DeepgramMessage.Metadata metadata) {
            summarised(metadata);
        } else {
            remark(message);
        }
    }

    private void summarised(DeepgramMessage.Metadata metadata) {
        log.info("{}: Deepgram heard {} s of the {} ms sent", leg, metadata.duration(), time.sentMs());
        if (stage == Stage.DRAINING) {
            connection.farewell();
            close(true, "finished");
        }
    }

    /** Nothing that changes the words: counted, and said to the operator where it helps. */
    private void remark(DeepgramMessage message) {
        if (message instanceof DeepgramMessage.Unknown unknown) {
            meters.unknownMessage();
            log.debug("{}: Deepgram message of unknown type {}", leg, Ending.printable(unknown.type()));
        } else if (message instanceof DeepgramMessage.Garbage garbage) {
            meters.garbage();
            if (!sawGarbage) {
                log.warn("{}: Deepgram message that cannot be read: {}", leg, garbage.problem());
            }
            sawGarbage = true;
        } else if (!(message instanceof DeepgramMessage.ConfigureSuccess)) {
            log.warn("{}: Deepgram complains: {}", leg, Ending.printable(message.toString()));
        }
    }

    @Override
    public void ended(Ending ending) {
        assertAtHome();
        if (stage == Stage.CLOSED) {
            return;
        }
        if (stage == Stage.CONNECTING) {
            meters.handshake(ending.code());
        }
        if (stage == Stage.DRAINING && ending.orderly()) {
            close(false, ending.message() + ", without Metadata");
            return;
        }
        reports.broken(ending);
        close(false, ending.message());
    }

    private void close(boolean clean, String reason) {
        reports.endLoss();
        if (stage == Stage.CLOSED) {
            return; // before, or by the listener just now
        }
        stage = Stage.CLOSED;
        ticks.leave(leg.loop(), this);
        connection.close();
        outbox.clear();
        reports.tell(new SpeechEvent.Closed(clean, reason));
    }

    private void assertAtHome() {
        assert leg.loop().inEventLoop()
                : leg + " touched by " + Thread.currentThread().getName();
    }

    @Override
    public String toString() {
        return "deepgram session of " + leg;
    }
}
