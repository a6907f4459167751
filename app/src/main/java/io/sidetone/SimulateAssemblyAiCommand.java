package io.sidetone;

import io.sidetone.sim.assemblyai.AssemblyAiEmulator;
import io.sidetone.sim.assemblyai.AssemblyAiOptions;
import io.sidetone.sim.assemblyai.FaultText;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.RecordingLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code sidetone simulate assemblyai}. */
@Command(
        name = "assemblyai",
        mixinStandardHelpOptions = true,
        description = {
            "Emulates AssemblyAI's streaming endpoint, as strict as the vendor.",
            "",
            "Start the server against it with",
            "  sidetone serve -s speech.provider=assemblyai -s assemblyai.url=ws://127.0.0.1:9101",
            "",
            "It knows the bundled recordings by their audio and returns their words with true times; for any other"
                    + " audio the transcript says that it is unknown."
        })
final class SimulateAssemblyAiCommand implements Callable<Integer> {
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
            defaultValue = "9101",
            description = "port, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "the only API key that is accepted (default: any that is one word)")
    private @Nullable String key;

    @Option(
            names = "--recordings",
            paramLabel = "FOLDER",
            description = "recordings to know instead of the bundled ones: index.json, scripts and WAV files")
    private @Nullable Path recordings;

    @Option(
            names = "--keep-audio",
            paramLabel = "FOLDER",
            description = "writes what each session heard to a headerless .raw file there, to compare byte by byte")
    private @Nullable Path keepAudio;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultConverter.class,
            description = "what befalls every session, may be repeated: " + FaultText.EXPECTED)
    private List<Fault> faults = List.of();

    @Override
    public Integer call() throws IOException {
        LogSetup.onlyWarnings();
        RecordingLibrary library = recordings == null ? RecordingLibrary.bundled() : RecordingLibrary.read(recordings);
        PrintWriter out = spec.commandLine().getOut();
        AssemblyAiOptions options = AssemblyAiOptions.of(library, Clock.systemUTC())
                .withAddress(host, port)
                .withFaults(Faults.of(faults.toArray(Fault[]::new)))
                .withLog(new SessionLines(out, keepAudio));
        try (AssemblyAiEmulator emulator =
                        AssemblyAiEmulator.start(key == null ? options : options.withAcceptedKeys(key));
                StopSignals signals = StopSignals.listen()) {
            out.println("AssemblyAI emulator at " + emulator.url() + "/v3/ws, knows "
                    + library.recordings().size() + " recordings; Ctrl-C ends it");
            signals.first().join();
        }
        return 0;
    }

    /** Picocli's way in to {@link FaultText}. */
    static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            try {
                return FaultText.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
