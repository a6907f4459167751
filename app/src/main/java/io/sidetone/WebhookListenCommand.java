package io.sidetone;

import io.sidetone.sim.webhook.EventLine;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.Replies;
import io.sidetone.sim.webhook.Reply;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone webhook listen}. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        description = {
            "Receives webhooks on loopback, verifies their signatures and prints each event.",
            "",
            "Without a secret nothing is verified, and every line says so."
        })
final class WebhookListenCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "9200",
            description = "port, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "whsec_ and base64, as in the server's settings; repeat it while a secret is replaced")
    private List<String> secrets = List.of();

    @Option(
            names = "--fail",
            defaultValue = "0",
            paramLabel = "PROBABILITY",
            description = "answers so many events with 503, to see them come again (default: ${DEFAULT-VALUE})")
    private double fail;

    @Option(names = "--json", description = "prints each body as it came instead of a line about it")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        LogSetup.onlyWarnings();
        WebhookSecret[] keys = secrets.stream().map(WebhookSecret::parse).toArray(WebhookSecret[]::new);
        Screen screen = Screen.of(spec.commandLine().getOut());
        ListenerOptions options = ListenerOptions.of(Clock.systemUTC(), keys)
                .onPort(port)
                .replying(Replies.failing(fail, System.nanoTime(), Reply.status(503), Reply.OK))
                .watchedBy(event -> screen.line(
                        json
                                ? new String(event.json(), StandardCharsets.UTF_8)
                                : Palette.event(screen, EventLine.of(event))));
        try (WebhookListener listener = WebhookListener.start(options);
                StopSignals signals = StopSignals.listen()) {
            screen.line("webhook listener at " + listener.url()
                    + (keys.length == 0 ? ", verifying nothing: give --secret" : ", verifying signatures")
                    + "; Ctrl-C ends it");
            signals.first().join();
        }
        return 0;
    }
}
