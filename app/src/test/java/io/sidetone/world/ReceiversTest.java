package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.delivery.RunningReceiver;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The example receivers behind the real server: what was said is what they print, once, and in spoken order. */
@Execution(ExecutionMode.CONCURRENT) // each has a world of its own, and mostly waits
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReceiversTest {
    private static final Pattern SAID = Pattern.compile("(\\d+):(\\d\\d)\\.(\\d{3}) (technician|agent): (.*)");
    private static final Spoken SPOKEN = Spoken.once("serial-number", 16_200); // both speak, pause and speak again

    /** A line of the transcript. */
    private record Line(long startMs, String role, String text) {}

    @Test
    void theOneInJava(@TempDir Path data) throws Exception {
        printsWhatTheWebhookBrings(RunningReceiver.JAVA, data);
    }

    @Test
    @Tag("peers")
    void theOneInJavaScript(@TempDir Path data) throws Exception {
        printsWhatTheWebhookBrings(RunningReceiver.NODE, data);
    }

    @Test
    @Tag("peers")
    void theOneInPython(@TempDir Path data) throws Exception {
        printsWhatTheWebhookBrings(RunningReceiver.PYTHON, data);
    }

    @Test
    void theOneInJavaThatWasAway(@TempDir Path data) throws Exception {
        printsWhatItFetches(RunningReceiver.JAVA, data);
    }

    @Test
    @Tag("peers")
    void theOneInJavaScriptThatWasAway(@TempDir Path data) throws Exception {
        printsWhatItFetches(RunningReceiver.NODE, data);
    }

    @Test
    @Tag("peers")
    void theOneInPythonThatWasAway(@TempDir Path data) throws Exception {
        printsWhatItFetches(RunningReceiver.PYTHON, data);
    }

    private static void printsWhatTheWebhookBrings(List<String> command, Path data) throws Exception {
        Map<String, String> environment =
                Map.of("RECEIVER_SECRETS", World.SECRET, "RECEIVER_ALL_EVENTS", "true", "RECEIVER_HOLD_SECONDS", "60");
        String every = World.ALL_EVENTS + ",dtmf,call.paused,call.resumed";
        try (RunningReceiver receiver = RunningReceiver.launch(command, data.resolve("receiver"), environment);
                World world = World.start(
                        data.resolve("server"),
                        Map.of("webhook.url", receiver.url().toString(), "webhook.events", every))) {
            printsTheCall(receiver, call(world));
        }
    }

    /** The webhook's deliveries go elsewhere: the pull side alone tells it everything. */
    private static void printsWhatItFetches(List<String> command, Path data) throws Exception {
        try (World world = World.start(data.resolve("server"), Map.of())) {
            String callId = call(world);
            world.ended(callId).join();
            Map<String, String> environment = Map.of(
                    "RECEIVER_SECRETS",
                    World.SECRET,
                    "RECEIVER_HOLD_SECONDS",
                    "60",
                    "RECEIVER_PULL_URL",
                    world.server().publicUrl().toString(),
                    "RECEIVER_PULL_TOKEN",
                    World.DASHBOARD_TOKEN);
            try (RunningReceiver receiver = RunningReceiver.launch(command, data.resolve("receiver"), environment)) {
                printsTheCall(receiver, callId);
                receiver.await(line -> line.startsWith("receiver: caught up, "));
            }
        }
    }

    private static String call(World world) throws Exception {
        CallPlan plan = CallPlan.of(new Target.MediaUrl(world.mediaUrl()), SPOKEN.audio())
                .withParameter("role.inbound", "technician")
                .withParameter("role.outbound", "agent");
        CallReport report = world.twilio().place(plan).toCompletableFuture().join();
        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        return report.callSid();
    }

    private static void printsTheCall(RunningReceiver receiver, String callId) throws Exception {
        receiver.await(line -> line.startsWith(callId + " ended: completed, "));

        List<String> printed = receiver.of(callId);
        List<Line> lines = lines(printed);
        assertThat(printed)
                .as("nothing but the beginning, what was said, and the end; nothing late, nothing missing")
                .hasSize(lines.size() + 2);
        assertThat(printed.get(printed.size() - 1))
                .isEqualTo("ended: completed, %d of %d finals", lines.size(), lines.size());
        assertThat(lines).extracting(Line::startMs).isSorted();
        assertThat(words(lines, "technician")).isEqualTo(said(Track.INBOUND));
        assertThat(words(lines, "agent")).isEqualTo(said(Track.OUTBOUND));
    }

    private static List<Line> lines(List<String> printed) {
        List<Line> lines = new ArrayList<>();
        for (String line : printed) {
            Matcher said = SAID.matcher(line);
            if (said.matches()) {
                long seconds = 60 * Long.parseLong(said.group(1)) + Long.parseLong(said.group(2));
                lines.add(new Line(seconds * 1_000 + Long.parseLong(said.group(3)), said.group(4), said.group(5)));
            }
        }
        return lines;
    }

    private static String words(List<Line> lines, String role) {
        return String.join(
                " ",
                lines.stream()
                        .filter(line -> line.role().equals(role))
                        .map(Line::text)
                        .toList());
    }

    private static String said(Track track) throws Exception {
        return String.join(
                " ", SPOKEN.words(track).stream().map(Script.Word::text).toList());
    }
}
