package io.sidetone.call;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One Twilio stream of a call: its clock and its legs. Every method runs on the stream's loop.
 *
 * <p>A stream ends once, through {@link #stopped} or {@link #closed}; what comes behind is ignored.
 */
public final class CallStream implements Ticks.Member {
    private final StreamStart start;
    private final EventLoop loop;
    private final CallHandle call;
    private final StreamSocket socket;
    private final CallRules rules;
    private final SpeechToText speech;
    private final Ticks ticks;
    private final long callStartMs; // loop clock
    private final StreamClock clock;
    private final Map<Track, Leg> legs = new EnumMap<>(Track.class);
    private final PauseFilter pause;
    private long lastMediaAtMs; // loop clock
    private boolean ended;

    CallStream(
            StreamStart start,
            EventLoop loop,
            CallHandle call,
            StreamSocket socket,
            CallRules rules,
            SpeechToText speech,
            Ticks ticks,
            long callStartMs,
            boolean paused) {
        this.start = start;
        this.loop = loop;
        this.call = call;
        this.socket = socket;
        this.rules = rules;
        this.speech = speech;
        this.ticks = ticks;
        this.callStartMs = callStartMs;
        this.lastMediaAtMs = Ticks.nowMs(loop);
        this.clock = new StreamClock(callNowMs());
        this.pause = new PauseFilter(paused);
    }

    /** Starts the clock and opens a leg for each track that Twilio announced. */
    void begin() {
        ticks.join(loop, this);
        start.tracks().forEach(this::leg);
    }

    public String callId() {
        return call.callId();
    }

    /**
     * A slice of one track's audio.
     *
     * @param timestampMs Twilio's media timestamp: milliseconds since the stream's start
     * @param muLaw 8 kHz mu-law of any length; read during the call only
     */
    public void audio(Track track, long timestampMs, ByteBuf muLaw) {
        if (ended) {
            return;
        }
        lastMediaAtMs = Ticks.nowMs(loop);
        int length = muLaw.readableBytes();
        if (length > 0) {
            long durationMs = length / 8;
            long arrivalMs = callNowMs();
            long callTimeMs = clock.callTimeMs(timestampMs, durationMs, arrivalMs);
            if (pause.holdsBack(callTimeMs, durationMs, arrivalMs)) {
                leg(track).passOver(length, timestampMs, callTimeMs);
            } else {
                leg(track).hear(muLaw, timestampMs, callTimeMs);
            }
        }
    }

    /** A key was pressed on the phone. Which one is nobody's business: it may be part of a card number. */
    public void dtmf(Track track) {
        if (!ended) {
            leg(track).pressed(callNowMs());
        }
    }

    /** The key was pressed that pauses the call, or ends a pause that a key began. */
    public void pauseKey() {
        if (!ended) {
            call.tell(it -> it.pause().key());
        }
    }

    /** A key was pressed that pauses the call until so long after the last of them. */
    public void keypad(Duration hold) {
        if (!ended) {
            call.tell(it -> it.pause().keypad(hold.toMillis()));
        }
    }

    /** Twilio said {@code stop}. */
    public void stopped() {
        end(EndReason.COMPLETED);
    }

    /** The socket is gone; an error only if {@link #stopped} did not come before. */
    public void closed() {
        end(EndReason.STREAM_CLOSED);
    }

    void end(EndReason reason) {
        if (ended) {
            return;
        }
        ended = true;
        legs.values().forEach(leg -> leg.end(reason));
        call.tell(it -> it.streamEnded(this, reason));
    }

    /** Ends the stream and closes its socket. */
    void hangUp(EndReason reason) {
        end(reason);
        socket.close(reason);
    }

    /** Pauses the legs, or lets them go on; from any loop. Completes when no later frame is treated otherwise. */
    CompletableFuture<Void> setPaused(boolean paused) {
        if (loop.inEventLoop()) {
            pauseOrResume(paused);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> pauseOrResume(paused), loop);
    }

    private void pauseOrResume(boolean paused) {
        if (pause.isOn() == paused) {
            return;
        }
        if (paused) {
            pause.pause();
            legs.values().forEach(Leg::pause);
        } else {
            pause.resume(callNowMs());
            legs.values().forEach(Leg::resume);
        }
    }

    /** A newer stream carries this leg; the socket goes when it carries nothing else. */
    void replaced(Leg leg) {
        leg.end(EndReason.REPLACED);
        boolean anyLeft = legs.values().stream().anyMatch(other -> other != leg && !other.isEnding());
        if (!anyLeft) {
            hangUp(EndReason.REPLACED);
        }
    }

    @Override
    public void tick(long nowMs) {
        long callNowMs = nowMs - callStartMs;
        for (Leg leg : legs.values()) {
            leg.tick(nowMs, callNowMs);
        }
        if (!ended && nowMs - lastMediaAtMs >= rules.idleCall().toMillis()) {
            hangUp(EndReason.IDLE);
        }
        if (ended && legs.values().stream().allMatch(leg -> leg.state() == LegState.ENDED)) {
            ticks.leave(loop, this);
        }
    }

    EventLoop loop() {
        return loop;
    }

    StreamStart start() {
        return start;
    }

    private Leg leg(Track track) {
        Leg leg = legs.get(track);
        return leg != null ? leg : open(track);
    }

    private Leg open(Track track) {
        String role = rules.roleOf(start, track);
        SpeechLeg speaker = new SpeechLeg(call.callId(), track.wireName(), role, rules.optionsOf(start, role), loop);
        boolean gated = start.gated() && track == Track.OUTBOUND;
        Leg leg = new Leg(
                speaker, track, gated, rules, speech, (from, report) -> call.tell(it -> it.onLeg(from, report)));
        if (pause.isOn()) {
            leg.startPaused();
        }
        legs.put(track, leg);
        long startMs = callNowMs();
        call.tell(it -> it.legOpened(this, leg, startMs));
        return leg;
    }

    private long callNowMs() {
        return Ticks.nowMs(loop) - callStartMs;
    }

    @Override
    public String toString() {
        return call + " stream " + start.streamSid();
    }
}
