package io.sidetone.speech.deepgram;

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
 *                                                     (Flux: its close)
 *     every stage --cancel, a broken connection, a deadline--> CLOSED
 * </pre>
 *
 * Confined to the leg's loop. What was promised to the vendor in order (audio, Finalize, CloseStream)
 * goes out in {@link #pump} and nowhere else.
 */
final class DeepgramSession implements SpeechSession, Ticks.Member, VendorSocket.Owner {
    private static final Logger log = LoggerFactory.getLogger(DeepgramSession.class);
    private static final String NAME = "Deepgram";

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
    private final VendorMeters meters;
    private final VendorMeters.Sending sending;
    private final DeepgramMessageDecoder decoder; // the loop's
    private final Reports reports;
    private final ListenRequest request;
    private final VendorSocket connection;
    private final Outbox outbox;
    private final CallTimeMap time; // of what was sent
    private final Dialect dialect;
    private final Remarks remarks;
    private final @Nullable Stillness stillness; // with Flux only

    private Stage stage = Stage.IDLE;
    private @Nullable Pace pace; // null until open
    private @Nullable Watch watch; // null until open
    private boolean finishing; // no more audio comes
    private final ArrayDeque<Long> finalizeAt =
            new ArrayDeque<>(); // positions in the outbox before which Finalize goes out
    private long connectingSinceMs;
    private long audioAtMs; // when the newest audio came
    private long wroteAtMs; // when anything was last sent

    DeepgramSession(
            ListenRequest request,
            AudioFormat legFormat,
            Transport transport,
            Ticks ticks,
            VendorMeters meters,
            DeepgramMessageDecoder decoder,
            Consumer<SpeechEvent> listener) {
        this.request = request;
        this.leg = request.leg();
        this.timing = request.settings().timing();
        this.model = request.model();
        this.ticks = ticks;
        this.meters = meters;
        this.sending = meters.sending();
        this.decoder = decoder;
        this.connection = new VendorSocket(leg.loop(), transport, this);
        this.outbox = Outbox.onTheBeat(legFormat, request.format(), timing.chunk(), timing.buffer(), leg::turn);
        this.reports = new Reports(leg, NAME, listener, outbox, meters);
        this.time = new CallTimeMap(request.format().sampleRateHz());
        this.remarks = new Remarks(leg, meters);
        boolean flux = request.isFlux();
        this.dialect = flux ? new Turns(time, model) : new Interpreter(time, model, request.language());
        this.stillness = flux ? new Stillness(legFormat, request.format(), timing.chunk()) : null;
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
    public long gathersMs() {
        return stage == Stage.OPEN && finalizeAt.isEmpty() ? outbox.missingMs() : 0;
    }

    @Override
    public void finalizeNow() {
        assertAtHome();
        if (stage == Stage.CONNECTING || stage == Stage.OPEN) {
            outbox.completeChunk();
            if (stillness == null) { // Flux has no such message
                askAt(outbox.tail());
            }
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
            close(new SpeechEvent.Closed(true, "there was no audio"));
            return;
        }
        long nowMs = Ticks.nowMs(leg.loop());
        outbox.completeChunk();
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
                    broken(Failures.neverOpened(timing.connectTimeout()));
                }
            }
            case OPEN -> {
                if (outbox.isFilling() && nowMs - audioAtMs > timing.chunk().toMillis()) {
                    outbox.completeChunk(); // frames have stopped; its words need not wait for more
                }
                pump(nowMs);
                lookForLife(nowMs);
                stayAwake(nowMs);
            }
            case DRAINING -> {
                if (nowMs - wroteAtMs >= timing.closeDeadline().toMillis()) {
                    String message = (request.isFlux() ? "no close" : "no Metadata") + " within "
                            + timing.closeDeadline().toMillis() + " ms of CloseStream";
                    close(new SpeechEvent.Closed(message, Failures.unconfirmed(message)));
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
            connection.connect(request.uri(), request.headers());
        }
    }

    @Override
    public void opened(HttpHeaders answer) {
        assertAtHome();
        String requestId = answer.get("dg-request-id");
        if (requestId != null) {
            requestId = ForeignText.printable(requestId);
        }
        long nowMs = Ticks.nowMs(leg.loop());
        log.info("{}: Deepgram stream open after {} ms, request id {}", leg, nowMs - connectingSinceMs, requestId);
        meters.handshake("opened");
        stage = Stage.OPEN;
        pace = new Pace(timing.catchUpRate(), nowMs);
        watch = new Watch(timing.stuck(), timing.keepAlive(), nowMs);
        wroteAtMs = nowMs;
        dialect.opened(requestId);
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
            if (watch != null) {
                watch.wrote(nowMs);
            }
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
            control("Finalize");
            return true;
        }
        if (next != null) {
            return pace != null && pace.allows(next.lengthMs(), nowMs) && send(outbox.take());
        }
        if (finishing) {
            control("CloseStream");
            stage = Stage.DRAINING;
            return true;
        }
        return false;
    }

    private boolean send(Chunk chunk) {
        time.sent(chunk.samples(), chunk.callTimeMs());
        sending.sent(chunk.lengthMs(), Ticks.nowMs(leg.loop()) - leg.callStartMs() - chunk.endMs());
        if (watch != null) {
            watch.sent(chunk.lengthMs());
        }
        connection.write(chunk);
        outbox.sent(chunk);
        return true;
    }

    private void stayAwake(long nowMs) {
        if (stage != Stage.OPEN || !connection.isWritable() || time.isEmpty()) {
            return; // the vendor wants audio first
        }
        if (stillness != null) {
            fill(stillness, nowMs);
        } else if (nowMs - wroteAtMs >= timing.keepAlive().toMillis()) {
            keepAlive(nowMs);
        }
    }

    /** The vendor hangs up after 10 s of nothing. */
    private void keepAlive(long nowMs) {
        control("KeepAlive");
        connection.flush();
        wroteAtMs = nowMs;
        if (watch != null) {
            watch.settleUp(nowMs);
        }
    }

    private void fill(Stillness silence, long nowMs) {
        if (!outbox.isEmpty() || finishing) {
            return;
        }
        Chunk chunk = silence.next(nowMs, audioAtMs, time.endMs());
        while (chunk != null) {
            send(chunk);
            wroteAtMs = nowMs;
            chunk = silence.next(nowMs, audioAtMs, time.endMs());
        }
        connection.flush();
    }

    private void lookForLife(long nowMs) {
        if (stage != Stage.OPEN || watch == null) {
            return;
        }
        if (watch.asks(nowMs, connection.heardAtMs())) {
            connection.ping();
            connection.flush();
        }
        boolean waiting = outbox.peek() != null || !finalizeAt.isEmpty() || finishing;
        String problem = watch.problem(nowMs, waiting, connection.heardAtMs());
        if (problem != null) {
            broken(Failures.stuck(problem, timing.stuck()));
        }
    }

    private void control(String type) {
        connection.write("{\"type\":\"" + type + "\"}");
    }

    @Override
    public void text(ByteBuf message) {
        heard(decoder.decode(message));
    }

    @Override
    public void binary() {
        heard(new DeepgramMessage.Unknown("binary"));
    }

    private void heard(DeepgramMessage message) {
        assertAtHome();
        boolean result = message instanceof DeepgramMessage.Results || message instanceof DeepgramMessage.TurnInfo;
        if (result && watch != null) {
            watch.settleUp(Ticks.nowMs(leg.loop()));
        }
        SpeechEvent event = dialect.event(message);
        if (event != null) {
            reports.tell(event);
        } else if (message instanceof DeepgramMessage.Metadata metadata) {
            summarised(metadata);
        } else {
            remarks.remark(message);
        }
    }

    private void summarised(DeepgramMessage.Metadata metadata) {
        log.info("{}: Deepgram heard {} s of the {} ms sent", leg, metadata.duration(), time.sentMs());
        if (stage == Stage.DRAINING) {
            connection.farewell();
            close(new SpeechEvent.Closed(true, "finished"));
        }
    }

    @Override
    public void ended(Ending ending) {
        assertAtHome();
        Failure failure = Failures.of(ending);
        if (stage == Stage.DRAINING && Failures.isOrderly(ending) && request.isFlux()) {
            SpeechEvent last = dialect.lastWords();
            if (last != null) {
                reports.tell(last);
            }
            close(new SpeechEvent.Closed(true, "finished"));
        } else if (stage == Stage.DRAINING && Failures.isOrderly(ending)) {
            close(new SpeechEvent.Closed(false, failure.message() + ", without Metadata"));
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
        return "deepgram session of " + leg;
    }
}
