package io.sidetone.engine.embedded;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions from disk, one after the other, on a thread that starts with the first of them. */
final class ReadThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadThread.class);

    private final int waiting;
    private final Reads reads;
    private final Consumer<JournalFile> suspect;
    private final ThreadPoolExecutor thread;

    /**
     * @param waiting questions that may wait; more are turned away
     * @param suspect told of a file that seems damaged
     */
    ReadThread(String name, int waiting, JournalFiles files, Path stateFile, Consumer<JournalFile> suspect) {
        this.waiting = waiting;
        this.reads = new Reads(files, stateFile);
        this.suspect = suspect;
        this.thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), Threads.named(name));
    }

    interface Question<T> {
        T of(Reads reads) throws SQLException;
    }

    <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> answer(question, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new IllegalStateException(
                    "the journal is closed, or " + waiting + " questions to it wait already; ask again later", e));
        }
        return answer;
    }

    private <T> void answer(Question<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.of(reads));
        } catch (SQLException e) {
            JournalFile file = reads.latest();
            LOG.warn("{} cannot be read: {}", file == null ? "the state" : file, e.toString());
            letGo();
            if (file != null && Trouble.of(e) == Trouble.DAMAGED) {
                suspect.accept(file);
            }
            answer.completeExceptionally(
                    new IllegalStateException("the journal cannot be read now: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Lets go of connections that are stale. */
    void refresh() {
        try {
            thread.execute(() -> {
                try {
                    reads.freshen();
                } catch (SQLException e) {
                    LOG.debug("a connection was not closed well: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, or busy: the next question lets go of them");
        }
    }

    private void letGo() {
        try {
            reads.close();
        } catch (SQLException e) {
            LOG.debug("a connection was not closed well: {}", e.toString());
        }
    }

    /** Answers what was asked, and ends. */
    @Override
    public void close() {
        try {
            thread.execute(this::letGo);
        } catch (RejectedExecutionException e) {
            LOG.debug("too many questions wait, the connections close with the process");
        }
        thread.shutdown();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }
}
