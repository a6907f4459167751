package io.sidetone;

import io.sidetone.sim.twilio.CallAudio;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallProgress;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.sim.twilio.Trust;
import io.sidetone.sim.twilio.TwilioAccount;
import io.sidetone.sim.twilio.TwilioSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidetone simulate call}. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = {
            "Places a call as Twilio would.",
            "",
            "It asks the voice URL, follows its TwiML, opens the media stream and sends what two people say, from"
                    + " files or a bundled recording, in real time or faster.",
            "",
            "  sidetone simulate call --recording compressor",
            "  sidetone simulate call caller.wav agent.wav --url wss://example.com/twilio/media"
        })
final class SimulateCallCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Parameters(
            arity = "0..2",
            paramLabel = "FILE",
            description = "what the caller says, and what the other side says: WAV (PCM16, mu-law, A-law) or raw .ulaw;"
                    + " one stereo WAV holds both")
    private List<Path> files = List.of();

    @Option(
            names = "--recording",
            paramLabel = "NAME",
            description = "a bundled one: hello, compressor, chaudiere, serial-number")
    private @Nullable String recording;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080/twilio/voice",
            description = "a voice URL (http, https) or a media URL (ws, wss) (default: ${DEFAULT-VALUE})")
    private @Nullable URI url;

    @Option(
            names = "--signed-as",
            paramLabel = "URL",
            description =
                    "the server's http.public-url, if it differs from the address in --url: requests are signed as"
                            + " if Twilio called that")
    private @Nullable URI signedAs;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM file with a certificate, or its issuer's, that alone is trusted: for a server"
                    + " that is tried out with a certificate of its own")
    private @Nullable Path trust;

    @Option(
            names = "--auth-token",
            defaultValue = "${env:TWILIO_AUTH_TOKEN}",
            paramLabel = "TOKEN",
            description = "signs all requests (default: TWILIO_AUTH_TOKEN; without one nothing is signed)")
    private @Nullable String authToken;

    @Option(
            names = "--account-sid",
            defaultValue = "${env:TWILIO_ACCOUNT_SID:-AC00000000000000000000000000000001}",
            description = "the account that places the call (default: TWILIO_ACCOUNT_SID, else an invented one)")
    private String accountSid = "";

    @Option(names = "--from", defaultValue = "+15005550001", description = "the caller (default: ${DEFAULT-VALUE})")
    private String from = "";

    @Option(
            names = "--to",
            defaultValue = "+15005550006",
            description = "the number called (default: ${DEFAULT-VALUE})")
    private String to = "";

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "1 is real time, 4 four times as fast (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(names = "--calls", defaultValue = "1", description = "so many calls at once (default: ${DEFAULT-VALUE})")
    private int calls;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "a stream parameter, for a media URL; for a voice URL use its query")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        LogSetup.onlyWarnings();
        CallPlan plan = plan(audio());
        Screen screen = Screen.of(spec.commandLine().getOut());
        List<CompletableFuture<CallReport>> reports = new ArrayList<>();
        try (TwilioSimulator twilio = simulator()) {
            for (int i = 1; i <= calls; i++) {
                CallProgress progress = new Progress(screen, calls == 1 ? "call" : "call " + i);
                reports.add(twilio.place(plan, progress).toCompletableFuture());
            }
            boolean well = true;
            for (CompletableFuture<CallReport> report : reports) {
                well &= tell(screen, report.join());
            }
            return well ? 0 : 1;
        }
    }

    private CallAudio audio() throws IOException {
        if (recording != null && files.isEmpty()) {
            return Recording.load(recording).audio();
        }
        if (recording != null || files.isEmpty()) {
            throw new IllegalArgumentException("nothing to say: give one or two audio FILEs, or --recording NAME");
        }
        return CallAudio.read(files.get(0), files.size() > 1 ? files.get(1) : null);
    }

    private CallPlan plan(CallAudio audio) {
        if (calls < 1) {
            throw new IllegalArgumentException("--calls: " + calls + " (expected: 1 or more)");
        }
        URI address = url == null ? URI.create("") : url;
        boolean media = "ws".equalsIgnoreCase(address.getScheme()) || "wss".equalsIgnoreCase(address.getScheme());
        Target target = media ? new Target.MediaUrl(address) : new Target.VoiceUrl(address);
        if (signedAs != null) {
            URI called = Address.moved(address, signedAs);
            target = media ? new Target.MediaUrl(called) : new Target.VoiceUrl(called);
        }
        CallPlan plan = CallPlan.of(target, audio).between(from, to).atSpeed(speed);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            plan = plan.withParameter(parameter.getKey(), parameter.getValue());
        }
        return plan;
    }

    private TwilioSimulator simulator() throws IOException {
        String token = authToken == null || authToken.isBlank() ? null : authToken;
        TwilioAccount account = new TwilioAccount(accountSid, token);
        URI listening = url == null ? URI.create("") : url;
        return TwilioSimulator.start(
                account,
                Clock.systemUTC(),
                new Random(),
                called -> signedAs == null ? called : Address.moved(called, listening),
                trust == null ? Trust.USUAL : Trust.in(trust));
    }

    private static boolean tell(Screen screen, CallReport report) {
        boolean well = report.outcome() instanceof Outcome.Completed;
        String id = report.session() == null ? report.callSid() : report.session();
        screen.line(String.format(
                Locale.ROOT,
                "%s  %s: %d inbound and %d outbound frames, at most %.1f ms late",
                id,
                describe(report.outcome()),
                report.frames(Track.INBOUND),
                report.frames(Track.OUTBOUND),
                report.maxLagMs()));
        report.warnings().forEach(warning -> screen.line("  Twilio's debugger would say: " + warning));
        return well;
    }

    private static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return "refused with HTTP " + refused.status()
                    + (refused.status() == 403
                            ? " (is --auth-token the server's, and --signed-as its http.public-url?)"
                            : "");
        }
        if (outcome instanceof Outcome.ClosedByServer closed) {
            return "closed by the server: " + closed.code() + " " + closed.reason();
        }
        return outcome instanceof Outcome.Failed failed ? "failed: " + failed.message() : "completed";
    }

    /** Shows how far a call is. */
    private record Progress(Screen screen, String name) implements CallProgress {
        @Override
        public void placed(String callSid, URI target) {
            screen.line(name + "  " + callSid + " placed on " + target);
        }

        @Override
        public void started(String streamSid, URI uri) {
            screen.line(name + "  stream " + streamSid + " open");
        }

        @Override
        public void conversing() {
            screen.line(name + "  the other side has answered");
        }

        @Override
        public void position(long positionMs, long lengthMs) {
            String text = String.format(Locale.ROOT, "%s  %d of %d s", name, positionMs / 1_000, lengthMs / 1_000);
            screen.state(name, positionMs + 1_000 > lengthMs ? null : text);
        }

        @Override
        public void stopped(String streamSid) {
            screen.state(name, null);
        }
    }
}
