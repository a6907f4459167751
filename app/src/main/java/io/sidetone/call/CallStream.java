package io.sidetone.call;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.sidetone.speech.OfCall;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.TurnOrder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One Twilio stream of a call: its clock and the legs it carries. Every method runs on the stream's loop,
 * except where it says otherwise.
 *
 * <p>A stream ends once, through {@link #stopped}, {@link #closed} or {@link #refused}; what comes behind is
 * ignored. Its legs may outlive it: those of a lost stream wait for another ({@link LegPost}).
 */
public final class CallStream implements Ticks.Member, OfCall {
    /** One frame in so many is timed: a second of audio. */
    private static final int TIMED_EVERY = 50;

    private final StreamStart start;
    private final EventLoop loop;
    private final CallHandle call;
    private final StreamSocket socket;
    private final CallRules rules;
    private final SpeechToText speech;
    private final Ticks ticks;
    private final long callStartMs; // loop clock
    private final LostLegs lostLegs;
    private final CallMetrics metrics;
    private final StreamClock clock;
    private final Map<Track, LegPost> legs = new EnumMap<>(Track.class);
    private final Set<Track> replaced = EnumSet.noneOf(Track.class); // a newer stream carries them
    private final PauseFilter pause;
    private final TurnOrder order = new TurnOrder();
    private long lastMediaAtMs; // loop clock
    private @Nullable Track newestTrack; // whose frame came last
    private int frames;
    private boolean ended;

    CallStream(
            StreamStart start,
            EventLoop loop,
            CallHandle call,
            StreamSocket socket,
            CallRules rules,
            SpeechToText speech,
            Ticks ticks,
            LostLegs lostLegs,
            CallMetrics metrics,
            long callStartMs,
            boolean paused) {
        this.start = start;
        this.loop = loop;
        this.call = call;
        this.socket = socket;
        this.rules = rules;
        this.speech = speech;
        this.ticks = ticks;
        this.lostLegs = lostLegs;
        this.metrics = metrics;
        this.callStartMs = callStartMs;
        this.lastMediaAtMs = Ticks.nowMs(loop);
        this.clock = new StreamClock(callNowMs());
        this.pause = new PauseFilter(paused);
    }

    /** Starts the clock, and carries on or opens a leg for each track that Twilio announced. */
    void begin() {
        ticks.join(loop, this);
        start.tracks().forEach(this::leg);
    }

    @Override
    public String callId() {
        return call.callId();
    }

    @Override
    public @Nullable String role() {
        return null;
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
        newestTrack = track;
        int length = muLaw.readableBytes();
        if (length > 0 && !replaced.contains(track)) {
            LegPost leg = leg(track); // first: a leg that is carried on moves the clock
            long durationMs = length / 8;
            long arrivalMs = callNowMs();
            long callTimeMs = clock.callTimeMs(timestampMs, durationMs, arrivalMs);
            if (frames++ % TIMED_EVERY == 0) {
                metrics.captured(TIMED_EVERY, arrivalMs - callTimeMs - durationMs);
            }
            if (pause.holdsBack(callTimeMs, durationMs, arrivalMs)) {
                leg.passOver(this, length, timestampMs, callTimeMs);
            } else {
                leg.hear(this, muLaw, timestampMs, callTimeMs);
            }
        }
    }

    /**
     * How many frames may as well come together, counted over all tracks, which are taken to go on in turns: with the
     * last of them there is something to send for some leg. At least 1.
     *
     * @param frameMs length of a frame
     * @param longestMs no frame may wait longer
     */
    public int framesTogether(long frameMs, long longestMs) {
        long inbound = framesUntilDue(Track.INBOUND, frameMs, longestMs);
        long outbound = framesUntilDue(Track.OUTBOUND, frameMs, longestMs);
        return ended ? 1 : (int) Math.max(1, Math.min(inbound, outbound));
    }

    private long framesUntilDue(Track track, long frameMs, long longestMs) {
        LegPost leg = legs.get(track);
        if (leg == null || replaced.contains(track)) {
            return Integer.MAX_VALUE;
        }
        long own = Math.min(leg.gathersMs(this), longestMs) / frameMs;
        return tracks() * own - (tracks() > 1 && track != newestTrack ? 1 : 0);
    }

    /** Tracks that frames came of. */
    public int tracks() {
        return legs.size();
    }

    /** A key was pressed on the phone. Which one is nobody's business: it may be part of a card number. */
    public void dtmf(Track track) {
        if (!ended && !replaced.contains(track)) {
            leg(track).pressed(this, callNowMs());
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

    /** We have closed the socket ourselves, as nothing good came from it. */
    public void refused() {
        end(EndReason.STREAM_CLOSED);
    }

    /**
     * The socket is gone. Without {@link #stopped} before it the stream is lost, not the call: its legs wait for
     * another stream.
     *
     * @return whether they wait
     */
    public boolean closed() {
        if (ended) {
            return false;
        }
        if (rules.resume().isZero() || legs.isEmpty()) {
            end(EndReason.STREAM_CLOSED);
            return false;
        }
        ended = true;
        legs.values().forEach(leg -> leg.lost(this));
        call.tell(it -> it.streamEnded(this, EndReason.STREAM_CLOSED));
        return true;
    }

    /** Whether legs of this lost stream still wait for another. Any thread, once it was lost. */
    public boolean isAwaited() {
        return legs.keySet().stream().anyMatch(track -> lostLegs.has(key(track)));
    }

    /** Nothing follows this lost stream, so its legs need not wait. Any thread, once it was lost. */
    public void giveUp() {
        legs.values().forEach(leg -> leg.giveUp(EndReason.STREAM_CLOSED));
    }

    void end(EndReason reason) {
        if (ended) {
            return;
        }
        ended = true;
        legs.values().forEach(leg -> leg.end(this, reason));
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
        } else {
            pause.resume(callNowMs());
        }
        legs.values().forEach(leg -> leg.setPaused(this, paused));
    }

    /** A newer stream carries this leg; the socket goes when it carries nothing else. */
    void replaced(Leg leg) {
        legs.forEach((track, post) -> {
            if (post.leg() == leg) {
                replaced.add(track);
                post.replaced();
            }
        });
        if (replaced.containsAll(legs.keySet())) {
            hangUp(EndReason.REPLACED);
        }
    }

    /** The dialled side has picked up on a phone leg that nobody listens to yet. */
    void answered(String dialledSid) {
        if (!ended) {
            socket.answered(dialledSid);
        }
    }

    @Override
    public void tick(long nowMs) {
        if (!ended && nowMs - lastMediaAtMs >= rules.idleCall().toMillis()) {
            hangUp(EndReason.IDLE);
        }
        if (ended) {
            ticks.leave(loop, this);
        } else {
            socket.tick(nowMs);
        }
    }

    EventLoop loop() {
        return loop;
    }

    StreamStart start() {
        return start;
    }

    private LegPost leg(Track track) {
        LegPost leg = legs.get(track);
        return leg != null ? leg : join(track);
    }

    /** A leg whose stream was lost goes on with this one; else it is a new one. */
    private LegPost join(Track track) {
        LostLegs.Lost lost = lostLegs.take(key(track));
        LegPost leg = lost != null ? carryOn(lost) : open(track);
        legs.put(track, leg);
        return leg;
    }

    private LegPost carryOn(LostLegs.Lost lost) {
        LegPost leg = lost.post();
        clock.notBefore(lost.newestMs());
        leg.carriedBy(this);
        leg.setPaused(this, pause.isOn()); // it missed what was decided while it waited
        call.tell(it -> it.legCarriedOn(this, leg.leg()));
        return leg;
    }

    private LegPost open(Track track) {
        String role = rules.roleOf(start, track);
        SpeechLeg speaker = new SpeechLeg(
                call.callId(), track.wireName(), role, rules.optionsOf(start, role), loop, callStartMs, order);
        boolean gated = start.gated() && track == Track.OUTBOUND;
        Leg leg = new Leg(
                speaker, track, gated, rules, speech, (from, report) -> call.tell(it -> it.onLeg(from, report)));
        if (pause.isOn()) {
            leg.startPaused();
        }
        LegPost post = new LegPost(key(track), leg, this, lostLegs, ticks, rules.resume(), callStartMs);
        post.begin();
        long startMs = callNowMs();
        call.tell(it -> it.legOpened(this, leg, startMs));
        return post;
    }

    private LostLegs.Key key(Track track) {
        return new LostLegs.Key(call.callId(), start.callSid(), track);
    }

    private long callNowMs() {
        return Ticks.nowMs(loop) - callStartMs;
    }

    @Override
    public String toString() {
        return call + " stream " + start.streamSid();
    }
}
