package io.sidetone.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.speech.Ticks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A leg's place on its loop: it listens to one stream at a time, and waits when that one is lost.
 *
 * <p>The leg stays where it was opened, with its vendor's connection, however often its stream is started
 * again. A stream on the same loop reaches it directly; one that came back on another loop goes through the
 * leg's queue, with a copy of each frame: that is the rare path, and the only one that copies. Everything
 * here may be called from any loop, and is done on the leg's.
 */
final class LegPost implements Ticks.Member {
    private final LostLegs.Key key;
    private final Leg leg;
    private final LostLegs lostLegs;
    private final Ticks ticks;
    private final Duration patience;
    private final long callStartMs; // loop clock

    private @Nullable CallStream carrier; // whose frames count; null while nobody's do
    private LostLegs.@Nullable Lost waiting; // set while the stream is lost and nobody has taken the leg
    private long giveUpAtMs; // loop clock

    LegPost(
            LostLegs.Key key,
            Leg leg,
            CallStream carrier,
            LostLegs lostLegs,
            Ticks ticks,
            Duration patience,
            long callStartMs) {
        this.key = key;
        this.leg = leg;
        this.carrier = carrier;
        this.lostLegs = lostLegs;
        this.ticks = ticks;
        this.patience = patience;
        this.callStartMs = callStartMs;
    }

    /** Begins to watch the clock. On the leg's loop. */
    void begin() {
        ticks.join(leg.loop(), this);
    }

    Leg leg() {
        return leg;
    }

    /** A frame that a stream received; {@code slice} is valid during the call only. */
    void hear(CallStream from, ByteBuf slice, long timestampMs, long callTimeMs) {
        if (leg.loop().inEventLoop()) {
            heard(from, slice, timestampMs, callTimeMs);
        } else {
            ByteBuf copy = Unpooled.copiedBuffer(slice);
            leg.loop().execute(() -> heard(from, copy, timestampMs, callTimeMs));
        }
    }

    /** {@link Leg#gathersMs}, for whose frames go straight to it; else each counts. */
    long gathersMs(CallStream from) {
        return from == carrier && leg.loop().inEventLoop() ? leg.gathersMs() : 0;
    }

    /** A frame that a stream received during a pause. */
    void passOver(CallStream from, int length, long timestampMs, long callTimeMs) {
        there(() -> {
            if (from == carrier) {
                leg.passOver(length, timestampMs, callTimeMs);
            }
        });
    }

    /** The call is paused, or goes on. */
    void setPaused(CallStream by, boolean paused) {
        there(() -> {
            if (by == carrier && paused) {
                leg.pause();
            } else if (by == carrier) {
                leg.resume();
            }
        });
    }

    void pressed(CallStream from, long atMs) {
        there(() -> {
            if (from == carrier) {
                leg.pressed(atMs);
            }
        });
    }

    /** The stream's socket is gone without a word; another stream may follow. */
    void lost(CallStream by) {
        there(() -> {
            if (by == carrier && !leg.isEnding()) {
                wait(by);
            }
        });
    }

    /** Another stream has taken the leg out of {@link LostLegs}, and carries on. */
    void carriedBy(CallStream stream) {
        there(() -> {
            carrier = stream;
            waiting = null;
            leg.streamResumed(callNowMs());
        });
    }

    /** The stream is over, and so is the leg, unless another one carries it. */
    void end(CallStream by, EndReason reason) {
        there(() -> {
            if (by == carrier) {
                leg.end(reason);
            }
        });
    }

    /** A newer stream has opened a leg of its own in this one's place. */
    void replaced() {
        there(() -> {
            waiting = waiting != null && lostLegs.takeBack(key, waiting) ? null : waiting;
            carrier = null;
            leg.end(EndReason.REPLACED);
        });
    }

    /** There is nothing to wait for any more. Does nothing if a stream carries the leg. */
    void giveUp(EndReason reason) {
        there(() -> endWaiting(reason));
    }

    @Override
    public void tick(long nowMs) {
        leg.tick(nowMs, nowMs - callStartMs);
        if (waiting != null && nowMs >= giveUpAtMs) {
            endWaiting(EndReason.STREAM_CLOSED);
        }
        if (leg.state() == LegState.ENDED) {
            ticks.leave(leg.loop(), this);
        }
    }

    private void heard(CallStream from, ByteBuf slice, long timestampMs, long callTimeMs) {
        if (from == carrier) { // not so for a stream whose leg has moved on
            leg.hear(slice, timestampMs, callTimeMs);
        }
    }

    private void wait(CallStream by) {
        carrier = null;
        LostLegs.Lost lost = new LostLegs.Lost(this, by.start().streamSid(), leg.newestMs());
        waiting = lost;
        giveUpAtMs = Ticks.nowMs(leg.loop()) + patience.toMillis();
        leg.streamLost(callNowMs(), patience);
        lostLegs.put(key, lost); // last: from here on somebody else may have it
    }

    private void endWaiting(EndReason reason) {
        if (waiting != null && lostLegs.takeBack(key, waiting)) {
            waiting = null;
            leg.end(reason);
        }
    }

    private long callNowMs() {
        return Ticks.nowMs(leg.loop()) - callStartMs;
    }

    private void there(Runnable action) {
        if (leg.loop().inEventLoop()) {
            action.run();
        } else {
            leg.loop().execute(action);
        }
    }

    @Override
    public String toString() {
        return leg.toString();
    }
}
