package io.sidetone;

import io.sidetone.server.Checks;
import io.sidetone.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sidetone check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Proves what can be proven before the first call.",
            "",
            "It looks at the settings, the data directory, open files, memory, the ports and the clock; comes in from"
                    + " outside by the public URL, with a request and a WebSocket signed as Twilio would; tries each"
                    + " provider's key and options with a tenth of a second of silence; and sends each webhook a"
                    + " signed webhook.ping. Beside a running server it looks whether that is the one that is reached;"
                    + " else it opens the ports itself.",
            "",
            "Exit status 1: something needs attention; each line that begins with FAIL says what to do."
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        LogSetup.onlyErrors();
        Settings settings = options.read();
        PrintWriter out = spec.commandLine().getOut();
        out.println("ok    settings: " + settings.describe().size() + " in force, no contradictions");
        AtomicInteger failures = new AtomicInteger();
        new Checks(settings).run(finding -> {
            failures.addAndGet(finding.ok() ? 0 : 1);
            out.println((finding.ok() ? "ok    " : "FAIL  ") + finding.what() + ": " + finding.detail());
        });
        return failures.get() == 0 ? 0 : 1;
    }
}
