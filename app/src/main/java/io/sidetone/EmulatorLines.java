package io.sidetone;

import io.sidetone.sim.deepgram.EmulatorLog;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.deepgram.RefusedHandshake;
import io.sidetone.sim.deepgram.Violation;
import java.io.PrintWriter;

/** Prints what befalls the Deepgram emulator, a line each. */
final class EmulatorLines implements EmulatorLog {
    private final PrintWriter out;

    EmulatorLines(PrintWriter out) {
        this.out = out;
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
    public void violation(RecordedStream stream, Violation violation) {
        out.println("stream " + stream.number() + " VIOLATION " + violation.kind() + " after " + violation.atMs()
                + " ms of audio: " + violation.detail());
    }

    @Override
    public void closed(RecordedStream stream) {
        out.println("stream " + stream.number() + " closed after " + stream.audioBytes() + " bytes of audio");
    }
}
