package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.LiveBus;
import io.sidetone.engine.Position;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The engine as the API sees it: a log with tails, an archive in a list, and one call that obeys. */
final class FakeEngine implements Engine, EventLog, Directory, Commands {
    static final String LIVE = "s_live";

    final FakeArchive archive = new FakeArchive();
    final List<Tail> tails = new CopyOnWriteArrayList<>();
    final List<CallRecord> live = new CopyOnWriteArrayList<>();

    /** Starts a call's script; its events go to archive and tails. */
    CallScript call(String callId) {
        return new CallScript(callId, this::append);
    }

    @Override
    public CompletionStage<Void> append(CallEvent event) {
        archive.take(event);
        tails.forEach(tail -> tail.event(event));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public AutoCloseable tail(Tail tail) {
        tails.add(tail);
        return () -> tails.remove(tail);
    }

    @Override
    public CompletionStage<Answer> send(String callId, Command command) {
        return callId.equals("s_nobody_answers")
                ? CompletableFuture.failedFuture(new IllegalStateException("gone"))
                : CompletableFuture.completedFuture(callId.equals(LIVE) ? Answer.DONE : Answer.UNKNOWN_CALL);
    }

    @Override
    public Collection<CallRecord> calls() {
        return live;
    }

    @Override
    public EventLog events() {
        return this;
    }

    @Override
    public Directory directory() {
        return this;
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public Commands commands() {
        return this;
    }

    @Override
    public Health health() {
        return new Health(true, null, "fake");
    }

    @Override
    public CompletionStage<Void> drain() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}

    @Override
    public LiveBus live() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long backlogBytes() {
        return 0;
    }

    @Override
    public AutoCloseable consume(String group, EventLog.Consumer consumer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<Stored>> read(String callId, Position after, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(CallRecord call) {
        live.add(call);
    }

    @Override
    public void remove(String callId) {
        live.removeIf(it -> it.callId().equals(callId));
    }

    @Override
    public Collection<NodeRecord> nodes() {
        return List.of();
    }

    @Override
    public AutoCloseable listen(java.util.function.Consumer<Change> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable serve(String callId, Commands.Handler handler) {
        throw new UnsupportedOperationException();
    }
}
