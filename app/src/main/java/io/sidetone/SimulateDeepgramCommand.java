package io.sidetone;

import io.sidetone.sim.deepgram.DeepgramEmulator;
import io.sidetone.sim.deepgram.EmulatorOptions;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.RecordingLibrary;
import io.sidetone.sim.deepgram.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidetone simulate deepgram}. */
@Command(
        name = "deepgram",
        mixinStandardHelpOptions = true,
        description = {
            "Emulates Deepgram: live, in turns and pre-recorded, as strict as the vendor.",
            "",
            "Start the server against it with",
            "  sidetone serve -s deepgram.url=ws://127.0.0.1:9100 -s deepgram.api-key=any",
            "",
            "It knows the bundled recordings by their audio and returns their words with true times; for any other"
                    + " audio the transcript says that it is unknown.",
            "",
            "Faults of streams: refuse=503, limit=2, slow-handshake=2s, jitter=80ms, late-finalize=1s, slow-drain=3s,"
                    + " never-speech-final, interims-only and others (a wrong name lists them); and, at the first audio"
                    + " or at a moment: close=1011, reset, hang-up, freeze, stop-reading, garbage, each with @8s (of"
                    + " audio), @word, @pause, @end or @open behind it. Faults of requests: refuse=503, limit=2,"
                    + " late=5s, never, broken, garbage, jitter=80ms, other-borders."
        })
final class SimulateDeepgramCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "9100",
            description = "port, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "the only API key that is accepted (default: any that is not empty)")
    private @Nullable String key;

    @Option(
            names = "--recordings",
            paramLabel = "FOLDER",
            description = "recordings to know instead of the bundled ones: index.json, scripts and WAV files")
    private @Nullable Path recordings;

    @Option(
            names = "--keep-audio",
            paramLabel = "FOLDER",
            description = "writes what each stream heard to a headerless .raw file there, to compare byte by byte")
    private @Nullable Path keepAudio;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultReader.OfStreams.class,
            description = "befalls streams, such as close=1011@8s; may be repeated")
    private List<Fault> faults = List.of();

    @Option(
            names = "--request-fault",
            paramLabel = "FAULT",
            converter = FaultReader.OfRequests.class,
            description = "befalls pre-recorded requests, such as refuse=503; may be repeated")
    private List<Fault> requestFaults = List.of();

    @Option(
            names = "--every",
            paramLabel = "K",
            defaultValue = "1",
            description = "faults befall each K-th stream or request only (default: ${DEFAULT-VALUE})")
    private int every;

    @Override
    public Integer call() throws IOException {
        LogSetup.onlyWarnings();
        RecordingLibrary library = recordings == null ? RecordingLibrary.bundled() : RecordingLibrary.read(recordings);
        PrintWriter out = spec.commandLine().getOut();
        EmulatorOptions options = EmulatorOptions.of(library, Clock.systemUTC())
                .withAddress(host, port)
                .withFaults(scoped(faults))
                .withRequestFaults(scoped(requestFaults))
                .withLog(new EmulatorLines(out, keepAudio));
        try (DeepgramEmulator emulator = DeepgramEmulator.start(key == null ? options : options.withAcceptedKeys(key));
                StopSignals signals = StopSignals.listen()) {
            out.println("Deepgram emulator at " + emulator.url() + "/v1/listen, knows "
                    + library.recordings().size() + " recordings; Ctrl-C ends it");
            signals.first().join();
        }
        return 0;
    }

    private Faults scoped(List<Fault> those) {
        if (every < 1) {
            throw new ParameterException(spec.commandLine(), "--every: " + every + " (expected: 1 or more)");
        }
        Faults scoped = Faults.none();
        for (Fault fault : those) {
            scoped = scoped.with(fault, Scope.every(every));
        }
        return scoped;
    }
}
