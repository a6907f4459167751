package io.sidetone;

import io.sidetone.server.Checks;
import io.sidetone.settings.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sidetone check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Proves what can be proven before the first call: settings, data directory, ports, Deepgram's key and",
            "options (with a tenth of a second of silence), each webhook (with a signed webhook.ping).",
            "Run it while the server is stopped. Exit status 1: something needs attention; each line says what."
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        LogSetup.onlyErrors();
        Settings settings = options.read();
        System.out.println("ok    settings: " + settings.describe().size() + " in force, no contradictions");
        AtomicInteger failures = new AtomicInteger();
        new Checks(settings).run(finding -> {
            failures.addAndGet(finding.ok() ? 0 : 1);
            System.out.println((finding.ok() ? "ok    " : "FAIL  ") + finding.what() + ": " + finding.detail());
        });
        return failures.get() == 0 ? 0 : 1;
    }
}
