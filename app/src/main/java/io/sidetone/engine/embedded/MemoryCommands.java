package io.sidetone.engine.embedded;

import io.sidetone.engine.Commands;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Commands to calls of this process; a handler runs on the sender's thread. Safe on any thread. */
final class MemoryCommands implements Commands {
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Answer> send(String callId, Command command) {
        Handler handler = handlers.get(callId);
        if (handler == null) {
            return CompletableFuture.completedFuture(Answer.UNKNOWN_CALL);
        }
        try {
            return handler.handle(command);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A second handler for a call takes over from the first; closing the first then changes nothing. */
    @Override
    public AutoCloseable serve(String callId, Handler handler) {
        Handler own = command -> handler.handle(command); // an identity of its own
        handlers.put(callId, own);
        return () -> handlers.remove(callId, own);
    }
}
