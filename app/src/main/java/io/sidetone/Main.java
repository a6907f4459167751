package io.sidetone;

import io.sidetone.server.CannotStart;
import io.sidetone.server.Version;
import io.sidetone.settings.BadSettings;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of the runnable jar: finds the command and says plainly what went wrong. */
@Command(
        name = "sidetone",
        mixinStandardHelpOptions = true,
        versionProvider = Main.ManifestVersion.class,
        description = {
            "Bridges Twilio calls to speech-to-text: finals go to webhooks, interims to supervisors.",
            "Try it without any account: @|bold sidetone demo|@"
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            SimulateCommand.class,
            WebhookCommand.class,
            TestCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    /** Something was given that cannot work: a setting, an option, a file. */
    static final int EXIT_USAGE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Parsed and executed by tests too. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Main::explain)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        boolean expected = e instanceof BadSettings
                || e instanceof CannotStart
                || e instanceof IOException
                || e instanceof IllegalArgumentException;
        if (!expected) {
            throw e; // a defect of ours: with its stack trace
        }
        command.getErr().println(command.getColorScheme().errorText(String.valueOf(e.getMessage())));
        return EXIT_USAGE;
    }

    /** Prints the version of the jar. */
    static final class ManifestVersion implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sidetone " + Version.get() + ", Java " + System.getProperty("java.version")};
        }
    }
}
