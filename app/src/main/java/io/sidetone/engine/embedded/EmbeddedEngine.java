package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.LiveBus;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The surroundings of a single process, in memory: an event survives as long as the process does, and
 * what is over the limits gives way, oldest first. Safe on any thread; threads start with their first
 * work and end with {@link #close()}.
 */
public final class EmbeddedEngine implements Engine {
    private final MemoryArchive archive;
    private final MemoryLog log;
    private final MemoryBus live;
    private final MemoryDirectory directory;
    private final MemoryCommands commands = new MemoryCommands();
    private volatile boolean closed;

    /** @param node how this process is called in the {@link Directory} */
    public EmbeddedEngine(String node, EmbeddedLimits limits) {
        archive = new MemoryArchive(limits.archiveBytes(), callId -> eraseFromLog(callId));
        log = new MemoryLog(limits, archive::record);
        live = new MemoryBus(limits.liveSlots());
        directory = new MemoryDirectory(node);
        directory.listen(change -> {
            if (change instanceof Directory.Change.Removed removed) {
                live.forget(removed.callId());
            }
        });
    }

    private CompletionStage<List<CallEvent>> eraseFromLog(String callId) {
        live.forget(callId);
        return log.erase(callId);
    }

    @Override
    public EventLog events() {
        return log;
    }

    @Override
    public LiveBus live() {
        return live;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public Commands commands() {
        return commands;
    }

    /** Red while the log is closed or more than half of the backlog's limit waits. */
    @Override
    public Health health() {
        if (closed) {
            return new Health(false, "closed");
        }
        String detail = "in memory, " + log.bytes() + " bytes kept, " + log.backlogBytes() + " bytes waiting, "
                + log.lostEvents() + " events dropped before they were delivered";
        return new Health(!log.full(), detail);
    }

    /** Appending goes on; every consumer is closed. */
    @Override
    public CompletionStage<Void> drain() {
        directory.drain();
        return log.stopConsuming();
    }

    /** Stores what was appended and ends the threads; waits for that, some seconds at most. Not for event loops. */
    @Override
    public void close() {
        closed = true;
        log.close();
        archive.close();
    }
}
