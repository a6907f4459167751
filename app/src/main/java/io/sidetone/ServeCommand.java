package io.sidetone;

import io.sidetone.server.InheritedSocket;
import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sidetone serve}: takes calls until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Takes calls from Twilio until it is told to stop.",
            "",
            "SIGTERM or Ctrl-C: no new calls; live ones may go on for drain.seconds, then they are ended and their"
                    + " last words delivered. A second signal ends them at once."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.read();
        LogSetup.apply(settings.log());
        settings.describe().forEach(line -> log.info("setting {}", line));
        Sidetone server = Sidetone.start(
                settings,
                InheritedSocket.of(System.getenv(), ProcessHandle.current().pid()));
        try (StopSignals signals = StopSignals.listen()) {
            stop(server, settings, signals);
        }
        return 0;
    }

    private static void stop(Sidetone server, Settings settings, StopSignals signals) throws InterruptedException {
        signals.first().join();
        log.info("stopping: no new calls; waiting up to {} for live ones", settings.drain());
        try {
            server.drain()
                    .toCompletableFuture()
                    .applyToEither(signals.second(), ended -> null)
                    .get(settings.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("live calls are ended now: drain.seconds is over");
        } catch (ExecutionException e) {
            log.error("draining failed: {}", String.valueOf(e.getCause()));
        }
        server.close();
        log.info("stopped");
    }
}
