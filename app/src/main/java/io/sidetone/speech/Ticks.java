package io.sidetone.speech;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tick of {@value #PERIOD_MS} ms per event loop, shared by everything on it that waits for time to pass, so that no
 * leg needs a timer object of its own. A loop without members does not tick.
 *
 * <p>Members may take turns, so that each is asked at every fifth tick, say: what a leg looks at lies all over the memory,
 * and to look at all legs at once holds up the audio of the next frames.
 *
 * <p>{@link #join} and {@link #leave} are called on the loop in question; members tick there too.
 */
public final class Ticks {
    /** From one tick of a loop to the next, in milliseconds. */
    public static final long PERIOD_MS = 20;

    private static final Logger log = LoggerFactory.getLogger(Ticks.class);

    /** Something that looks at the clock now and then. It must not throw. */
    public interface Member {
        /** @param nowMs the loop's monotonic clock, as {@link Ticks#nowMs} gives it */
        void tick(long nowMs);
    }

    private final ConcurrentHashMap<EventLoop, Members> loops = new ConcurrentHashMap<>();
    private final int shifts;

    /** Members that are asked at every tick. */
    public Ticks() {
        this(1);
    }

    /** @param shifts a member is asked at every so-manieth tick */
    public Ticks(int shifts) {
        this.shifts = shifts;
    }

    /** The monotonic clock of a loop in milliseconds; the same origin for all loops of the process. */
    public static long nowMs(EventLoop loop) {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }

    public void join(EventLoop loop, Member member) {
        loops.computeIfAbsent(loop, fresh -> new Members(fresh, shifts)).add(member);
    }

    public void leave(EventLoop loop, Member member) {
        Members members = loops.get(loop);
        if (members != null) {
            members.remove(member);
        }
    }

    private static final class Members implements Runnable {
        private final EventLoop loop;
        private final List<Shift> shifts = new ArrayList<>();
        private int next; // the shift whose tick it is
        private @Nullable ScheduledFuture<?> ticking; // null while there are no members

        Members(EventLoop loop, int count) {
            this.loop = loop;
            for (int i = 0; i < count; i++) {
                shifts.add(new Shift());
            }
        }

        void add(Member member) {
            assert loop.inEventLoop() : "joined from " + Thread.currentThread().getName();
            smallest().members.add(member);
            if (ticking == null) {
                ticking = loop.scheduleAtFixedRate(this, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
            }
        }

        private Shift smallest() {
            return shifts.stream()
                    .min(Comparator.comparingInt(shift -> shift.members.size()))
                    .orElseThrow();
        }

        void remove(Member member) {
            assert loop.inEventLoop() : "left from " + Thread.currentThread().getName();
            shifts.forEach(shift -> shift.members.remove(member));
            if (ticking != null && shifts.stream().allMatch(shift -> shift.members.isEmpty())) {
                ticking.cancel(false);
                ticking = null;
            }
        }

        @Override
        public void run() {
            shifts.get(next).tick(nowMs(loop));
            next = (next + 1) % shifts.size();
        }
    }

    /** Those who are asked at the same tick. */
    private static final class Shift {
        private final List<Member> members = new ArrayList<>();
        private int turn; // whoever asks first often gets what is scarce, so each is first in turn

        void tick(long nowMs) {
            int before = members.size();
            turn = turn < before ? turn + 1 : 1;
            tickDown(turn - 1, 0, nowMs);
            int gone = before - members.size();
            tickDown(members.size() - 1, Math.max(0, turn - gone), nowMs);
        }

        /** Backwards: members may leave as they tick. */
        private void tickDown(int from, int to, long nowMs) {
            for (int i = from; i >= to; i--) {
                if (i < members.size()) {
                    tick(members.get(i), nowMs);
                }
            }
        }

        /** One leg that fails must not stop the clock of all others on its loop. */
        private static void tick(Member member, long nowMs) {
            try {
                member.tick(nowMs);
            } catch (RuntimeException e) {
                log.error("{} failed at a tick; the others go on", member, e);
            }
        }
    }
}
