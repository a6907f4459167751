package io.sidetone.call;

import io.sidetone.engine.Commands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes commands to one call from any thread; answers when the call's legs have done what was asked. */
final class CallCommands implements Commands.Handler {
    private final CallHandle call;

    CallCommands(CallHandle call) {
        this.call = call;
    }

    @Override
    public CompletionStage<Commands.Answer> handle(Commands.Command command) {
        CompletableFuture<Commands.Answer> answer = new CompletableFuture<>();
        call.tell(it -> it.pause().obey(command).whenComplete((done, failure) -> {
            if (failure == null) {
                answer.complete(done);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }
}
