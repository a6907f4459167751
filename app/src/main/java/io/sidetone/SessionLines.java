package io.sidetone;

import io.sidetone.sim.assemblyai.RecordedSession;
import io.sidetone.sim.assemblyai.SessionLog;
import io.sidetone.sim.assemblyai.Violation;
import io.sidetone.sim.deepgram.RefusedHandshake;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Prints what befalls the AssemblyAI emulator, a line each. */
final class SessionLines implements SessionLog {
    private final PrintWriter out;
    private final @Nullable Path folder; // where heard audio is kept, or null

    SessionLines(PrintWriter out, @Nullable Path folder) {
        this.out = out;
        this.folder = folder;
    }

    @Override
    public void opened(RecordedSession session) {
        out.println("session " + session.number() + " opened " + session.id());
    }

    @Override
    public void refused(RefusedHandshake refused) {
        out.println("refused with " + refused.status() + ": " + refused.message());
    }

    @Override
    public void violation(RecordedSession session, Violation violation) {
        out.println("session " + session.number() + " VIOLATION " + violation.kind() + " after " + violation.atMs()
                + " ms of audio: " + violation.detail());
    }

    @Override
    public void closed(RecordedSession session) {
        out.println("session " + session.number() + " closed after " + session.audioBytes() + " bytes of audio");
        if (folder != null) {
            keep(session, folder);
        }
    }

    /** Writes what the session heard, headerless as it came. Blocks the emulator's loop: for looking, not for load. */
    private void keep(RecordedSession session, Path into) {
        Path file = into.resolve("session." + session.number() + ".raw");
        try {
            Files.write(file, session.audio());
            out.println("session " + session.number() + " kept in " + file);
        } catch (IOException e) {
            out.println("session " + session.number() + " could not be kept in " + file + ": " + e);
        }
    }
}
