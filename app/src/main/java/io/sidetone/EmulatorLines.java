package io.sidetone;

import io.sidetone.sim.deepgram.EmulatorLog;
import io.sidetone.sim.deepgram.RecordedRequest;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.deepgram.RefusedHandshake;
import io.sidetone.sim.deepgram.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what befalls the Deepgram emulator, a line each. */
final class EmulatorLines implements EmulatorLog {
    private final PrintWriter out;
    private final @Nullable Path folder; // where heard audio is kept, or null

    EmulatorLines(PrintWriter out, @Nullable Path folder) {
        this.out = out;
        this.folder = folder;
    }

    @Override
    public void opened(RecordedStream stream) {
        out.println("stream " + stream.number() + " opened " + stream.extras());
    }

    @Override
    public void refused(RefusedHandshake refused) {
        out.println("refused with " + refused.status() + " " + refused.code() + ": " + refused.message());
    }

    @Override
    public void requested(RecordedRequest request) {
        String outcome = request.status().isPresent()
                ? "answered with " + request.status().getAsInt()
                : "not answered before the client went";
        out.println("request " + request.number() + " " + request.extras() + " of "
                + request.duration().toMillis() + " ms of audio " + outcome);
    }

    @Override
    public void violation(RecordedStream stream, Violation violation) {
        out.println("stream " + stream.number() + " VIOLATION " + violation.kind() + " after " + violation.atMs()
                + " ms of audio: " + violation.detail());
    }

    @Override
    public void closed(RecordedStream stream) {
        out.println("stream " + stream.number() + " closed after " + stream.audioBytes() + " bytes of audio");
        if (folder != null) {
            keep(stream, folder);
        }
    }

    /** Writes what the stream heard, headerless as it came. Blocks the emulator's loop: for looking, not for load. */
    private void keep(RecordedStream stream, Path into) {
        Map<String, String> extras = stream.extras();
        String name =
                extras.getOrDefault("call", "stream") + "." + extras.getOrDefault("leg", "x") + "." + stream.number();
        Path file = into.resolve(name.replaceAll("[^A-Za-z0-9._~-]", "_") + ".raw");
        try {
            Files.write(file, stream.audio());
            out.println("stream " + stream.number() + " kept in " + file);
        } catch (IOException e) {
            out.println("stream " + stream.number() + " could not be kept in " + file + ": " + e);
        }
    }
}
