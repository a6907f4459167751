package io.sidetone.engine;

import java.util.concurrent.CompletionStage;

/** Carries an operator's wish to the process that owns the call. */
public interface Commands {

    /** Completes with the owner's answer; {@link Answer#UNKNOWN_CALL} if no process owns the call. */
    CompletionStage<Answer> send(String callId, Command command);

    /** Serves one call's commands, as long as it lives here. The handler runs on any thread. */
    AutoCloseable serve(String callId, Handler handler);

    interface Handler {
        CompletionStage<Answer> handle(Command command);
    }

    /** A wish; {@code by} says who asked, for the audit line and the event. */
    sealed interface Command {
        String by();

        record Pause(String by) implements Command {}

        record Resume(String by) implements Command {}
    }

    enum Answer {
        DONE,
        /** The call was already so. */
        NO_CHANGE,
        UNKNOWN_CALL
    }
}
