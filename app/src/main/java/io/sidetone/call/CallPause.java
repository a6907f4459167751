package io.sidetone.call;

import io.netty.channel.EventLoop;
import io.sidetone.engine.Commands;
import io.sidetone.speech.Ticks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a call is paused, at whose wish, and until when. Home loop only, but for {@link #isOn}.
 *
 * <p>What a command paused, only a command resumes: no key that a caller presses by mistake lifts a pause
 * that an operator relies on.
 */
final class CallPause implements Ticks.Member {
    /** Who asked, where it was somebody at the phone. */
    static final String BY_KEY = "dtmf";

    private static final long NEVER = Long.MAX_VALUE;

    /** What comes of it. */
    interface Outcome {
        /** Paused, or live again. Completes when every leg has done it. */
        CompletionStage<Void> changed(boolean paused, String by);
    }

    private enum Wish {
        COMMAND,
        KEY,
        KEYPAD
    }

    private final EventLoop home;
    private final Ticks ticks;
    private final Outcome outcome;
    private volatile boolean on; // written at home, read by whoever opens a stream of the call
    private Wish wish = Wish.COMMAND; // while on: at whose wish
    private long untilMs = NEVER; // loop clock
    private boolean over;

    CallPause(EventLoop home, Ticks ticks, Outcome outcome) {
        this.home = home;
        this.ticks = ticks;
        this.outcome = outcome;
    }

    /** For any thread. */
    boolean isOn() {
        return on;
    }

    CompletionStage<Commands.Answer> obey(Commands.Command command) {
        if (over) {
            return CompletableFuture.completedFuture(Commands.Answer.UNKNOWN_CALL);
        }
        boolean pausing = command instanceof Commands.Command.Pause;
        if (pausing) {
            wish = Wish.COMMAND; // also of a pause that a key began: from now on it lasts
            await(NEVER);
        }
        return pausing == on
                ? CompletableFuture.completedFuture(Commands.Answer.NO_CHANGE)
                : change(pausing, command.by()).thenApply(done -> Commands.Answer.DONE);
    }

    /** The key that pauses and resumes was pressed. */
    void key() {
        if (over || (on && wish == Wish.COMMAND)) {
            return;
        }
        wish = Wish.KEY;
        change(!on, BY_KEY);
    }

    /** Some key was pressed, and more may follow: pauses until {@code lengthMs} after the last of them. */
    void keypad(long lengthMs) {
        if (over || (on && wish != Wish.KEYPAD)) {
            return;
        }
        wish = Wish.KEYPAD;
        if (!on) {
            change(true, BY_KEY);
        }
        await(Ticks.nowMs(home) + lengthMs);
    }

    @Override
    public void tick(long nowMs) {
        if (nowMs >= untilMs) {
            change(false, BY_KEY);
        }
    }

    /** The call has ended: nothing changes any more. */
    void end() {
        over = true;
        await(NEVER);
    }

    private CompletionStage<Void> change(boolean pausing, String by) {
        on = pausing;
        await(NEVER);
        return outcome.changed(pausing, by);
    }

    private void await(long momentMs) {
        if (untilMs == NEVER && momentMs != NEVER) {
            ticks.join(home, this);
        } else if (untilMs != NEVER && momentMs == NEVER) {
            ticks.leave(home, this);
        }
        untilMs = momentMs;
    }
}
