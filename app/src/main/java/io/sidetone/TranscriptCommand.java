package io.sidetone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidetone transcript}. */
@Command(
        name = "transcript",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what was said on a call, over or not, as a running server knows it.",
            "",
            "Stretches that nobody transcribed, and pauses, stand where they were."
        })
final class TranscriptCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "CALLID", description = "the call")
    private String callId = "";

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "json, ndjson, text, srt or vtt (default: ${DEFAULT-VALUE})")
    private String format = "";

    @Option(names = "--legs", description = "of these legs only, such as l1,l2")
    private @Nullable String legs;

    @Option(names = "--roles", description = "of these roles only, such as caller,agent")
    private @Nullable String roles;

    @Option(names = "--names", description = "how speakers are called: role, name or both")
    private @Nullable String names;

    @Option(names = "--time", description = "offset, since the call's start, or clock; text only")
    private @Nullable String time;

    @Option(names = "--tz", paramLabel = "ZONE", description = "zone of the clock, such as Europe/Berlin")
    private @Nullable String zone;

    @Option(names = "--max-line", paramLabel = "CHARACTERS", description = "in a line of a cue; srt and vtt")
    private @Nullable Integer maxLine;

    @Option(names = "--max-lines", paramLabel = "LINES", description = "of a cue; srt and vtt")
    private @Nullable Integer maxLines;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "where to write it (default: standard output)")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("format", format);
        parameters.put("legs", legs);
        parameters.put("roles", roles);
        parameters.put("names", names);
        parameters.put("time", time);
        parameters.put("tz", zone);
        parameters.put("maxLine", maxLine == null ? null : maxLine.toString());
        parameters.put("maxLines", maxLines == null ? null : maxLines.toString());
        String transcript = server.client().get("/calls/" + ApiClient.encoded(callId) + "/transcript", parameters);
        if (out == null) {
            spec.commandLine().getOut().print(transcript);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(out, transcript);
        }
        return 0;
    }
}
