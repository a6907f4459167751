package io.sidetone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What commands must do on every engine. */
@Timeout(30)
public abstract class CommandsContract {
    private static final Commands.Command PAUSE = new Commands.Command.Pause("ann");

    private Engine engine;
    private Commands commands;

    protected abstract Engine open();

    @BeforeEach
    void begin() {
        engine = open();
        commands = engine.commands();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private Commands.Answer send(String callId) {
        return commands.send(callId, PAUSE).toCompletableFuture().join();
    }

    private static Commands.Handler answering(Commands.Answer answer) {
        return command -> CompletableFuture.completedFuture(answer);
    }

    @Test
    void aCommandReachesItsCallAndTheAnswerComesBack() {
        Recorder<Commands.Command> got = new Recorder<>();
        commands.serve("s_a", command -> {
            got.add(command);
            return CompletableFuture.completedFuture(Commands.Answer.NO_CHANGE);
        });

        assertThat(send("s_a")).isEqualTo(Commands.Answer.NO_CHANGE);
        assertThat(got.seen()).containsExactly(PAUSE);
    }

    @Test
    void aCallThatNobodyServesIsUnknown() throws Exception {
        AutoCloseable serving = commands.serve("s_a", answering(Commands.Answer.DONE));
        serving.close();

        assertThat(send("s_a")).isEqualTo(Commands.Answer.UNKNOWN_CALL);
        assertThat(send("s_b")).isEqualTo(Commands.Answer.UNKNOWN_CALL);
    }

    @Test
    void closingAnOlderHandlerLeavesTheNewerOne() throws Exception {
        AutoCloseable older = commands.serve("s_a", answering(Commands.Answer.NO_CHANGE));
        commands.serve("s_a", answering(Commands.Answer.DONE));

        older.close();

        assertThat(send("s_a")).isEqualTo(Commands.Answer.DONE);
    }

    @Test
    void aHandlerThatThrowsFailsTheAnswer() {
        commands.serve("s_a", command -> {
            throw new IllegalStateException("a fault on purpose");
        });

        CompletableFuture<Commands.Answer> answer = commands.send("s_a", PAUSE).toCompletableFuture();

        assertThatThrownBy(answer::join).hasMessageContaining("a fault on purpose");
    }
}
