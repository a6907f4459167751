package io.sidetone.call;

import io.sidetone.speech.OfCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to a call from any thread: what it is told, it does on the loop that owns it, in order. */
public final class CallHandle implements OfCall {
    private final Call call;

    CallHandle(Call call) {
        this.call = call;
    }

    @Override
    public String callId() {
        return call.callId();
    }

    @Override
    public @Nullable String role() {
        return null;
    }

    /** Something about the dialled side became known. */
    public void dial(DialProgress progress) {
        tell(it -> it.dial(progress));
    }

    /**
     * A stream of the call could not be started; it goes on with the legs it has.
     *
     * @param why what happened and what to do
     */
    public void streamMissing(String why) {
        tell(it -> it.streamMissing(why));
    }

    /** Ends the call's streams; the last words still arrive. */
    public void end(EndReason reason) {
        tell(it -> it.endStreams(reason));
    }

    void tell(Consumer<Call> action) {
        if (call.home().inEventLoop()) {
            action.accept(call);
        } else {
            call.home().execute(() -> action.accept(call));
        }
    }

    @Override
    public String toString() {
        return call.toString();
    }
}
