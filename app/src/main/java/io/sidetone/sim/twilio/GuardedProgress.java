package io.sidetone.sim.twilio;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Keeps a watcher's mistakes out of the call's own workings; the first one ends the call. */
final class GuardedProgress implements CallProgress {
    private final CallProgress watcher;
    private final CompletableFuture<RuntimeException> mistake = new CompletableFuture<>();

    GuardedProgress(CallProgress watcher) {
        this.watcher = watcher;
    }

    /** Completes with the first thing the watcher throws. */
    CompletableFuture<RuntimeException> mistake() {
        return mistake;
    }

    @Override
    public void placed(String callSid, URI target) {
        tell(w -> w.placed(callSid, target));
    }

    @Override
    public void started(String streamSid, URI uri) {
        tell(w -> w.started(streamSid, uri));
    }

    @Override
    public void conversing() {
        tell(CallProgress::conversing);
    }

    @Override
    public void position(long positionMs, long lengthMs) {
        tell(w -> w.position(positionMs, lengthMs));
    }

    @Override
    public void stopped(String streamSid) {
        tell(w -> w.stopped(streamSid));
    }

    private void tell(Consumer<CallProgress> what) {
        try {
            what.accept(watcher);
        } catch (RuntimeException e) {
            mistake.complete(e);
        }
    }
}
