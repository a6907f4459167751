package io.sidetone.call;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sidetone.redaction.Redactor;
import io.sidetone.speech.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls on the test's own thread, with time that only the test moves. */
public final class CallWorld {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    public final FakeEngine engine = new FakeEngine();
    public final ScriptedSpeech speech = new ScriptedSpeech();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final List<EndReason> socketsClosed = new ArrayList<>();
    public final Calls calls;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int dials;

    public CallWorld() {
        this(rules(8, 100));
    }

    public CallWorld(CallRules rules) {
        channel.freezeTime();
        calls = new Calls(speech, engine, rules, new Ticks(), InstantSource.fixed(NOW), "node-1", meters);
    }

    /** While more waits for the journal, nobody new is let in. */
    static final long BACKLOG_BYTES = 1_000;

    /** Streams that are lost are not waited for. */
    public static CallRules rules(int streamsPerCall, int calls) {
        return rules(streamsPerCall, calls, Duration.ZERO);
    }

    public static CallRules rules(int streamsPerCall, int calls, Duration resume) {
        return rules(streamsPerCall, calls, resume, Redactor.OFF);
    }

    public static CallRules rules(Redactor redactor) {
        return rules(8, 100, Duration.ZERO, redactor);
    }

    private static CallRules rules(int streamsPerCall, int calls, Duration resume, Redactor redactor) {
        return new CallRules(
                Map.of(Track.INBOUND, "caller", Track.OUTBOUND, "agent"),
                Map.of(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                Duration.ofMillis(300),
                Duration.ofSeconds(300),
                resume,
                streamsPerCall,
                calls,
                BACKLOG_BYTES,
                redactor);
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** A stream of both tracks that our own TwiML started. */
    public CallStream open(String callId) {
        return opened(start(callId, "MZ1", Track.INBOUND, Track.OUTBOUND));
    }

    public CallStream opened(StreamStart start) {
        CallStream stream = calls.open(start, loop(), socketsClosed::add);
        if (stream == null) {
            throw new AssertionError("refused: " + start);
        }
        runNow();
        return stream;
    }

    public static StreamStart start(String callId, String streamSid, Track... tracks) {
        return new StreamStart(
                callId,
                true,
                "CA1",
                streamSid,
                "AC1",
                List.of(tracks),
                "inbound",
                "+15550100001",
                "+15550100002",
                Map.of(),
                false,
                SpeechWishes.NONE,
                Map.of("queue", "support"),
                Map.of("crm", "77"));
    }

    public static StreamStart gated(String callId) {
        StreamStart plain = start(callId, "MZ1", Track.INBOUND, Track.OUTBOUND);
        return new StreamStart(
                callId,
                true,
                plain.callSid(),
                plain.streamSid(),
                plain.accountSid(),
                plain.tracks(),
                plain.direction(),
                plain.from(),
                plain.to(),
                plain.roles(),
                true,
                plain.speech(),
                plain.labels(),
                plain.parameters());
    }

    /** A stream of somebody else's TwiML. */
    public static StreamStart foreign(String callSid) {
        return new StreamStart(
                callSid,
                false,
                callSid,
                "MZ9",
                "AC1",
                List.of(Track.INBOUND),
                "inbound",
                null,
                null,
                Map.of(),
                false,
                SpeechWishes.NONE,
                Map.of(),
                Map.of());
    }

    /** 20 ms of audio, each byte {@code fill}, now. */
    public void frame(CallStream stream, Track track, long timestampMs, int fill) {
        ByteBuf audio = Unpooled.buffer(160).writeBytes(filled(160, fill));
        stream.audio(track, timestampMs, audio);
        audio.release();
    }

    /** Talks in real time: a frame of both tracks every 20 ms, from {@code fromMs} on. */
    public void talk(CallStream stream, long fromMs, long lengthMs) {
        for (long at = fromMs; at < fromMs + lengthMs; at += 20) {
            advance(20);
            frame(stream, Track.INBOUND, at, 1);
            frame(stream, Track.OUTBOUND, at, 2);
        }
    }

    public static byte[] filled(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }

    /** News of a dialled leg that is the call's only one unless {@code ENDED} came between. */
    public void dial(String callId, DialProgress.Step step) {
        dial(callId, step, "CA-dialled-" + dials);
        dials += step == DialProgress.Step.ENDED ? 1 : 0;
    }

    public void dial(String callId, DialProgress.Step step, String dialledSid) {
        CallHandle call = calls.find(callId);
        if (call != null) {
            call.dial(new DialProgress(step, nowMs(), dialledSid));
        }
        runNow();
    }

    public long nowMs() {
        return Ticks.nowMs(loop());
    }

    /** Moves the clock tick by tick and lets the loop see each. */
    public void advance(long ms) {
        for (long left = ms; left > 0; left -= Ticks.PERIOD_MS) {
            channel.advanceTimeBy(Math.min(left, Ticks.PERIOD_MS), TimeUnit.MILLISECONDS);
            runNow();
        }
    }

    public void runNow() {
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }
}
