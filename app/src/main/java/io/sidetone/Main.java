package io.sidetone;

import io.sidetone.server.CannotStart;
import io.sidetone.server.Version;
import io.sidetone.settings.BadSettings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
            HealthCommand.class,
            TailCommand.class,
            EventsCommand.class,
            TranscriptCommand.class,
            DeliveriesCommand.class,
            EraseCommand.class,
            SimulateCommand.class,
            WebhookCommand.class,
            HashPasswordCommand.class,
            ManCommand.class,
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
        command.getErr().println(command.getColorScheme().errorText(reason(e)));
        return EXIT_USAGE;
    }

    /** The JDK says of a file only its name. */
    private static String reason(Exception e) {
        return e instanceof NoSuchFileException
                ? e.getMessage() + ": there is no such file"
                : e instanceof AccessDeniedException
                        ? e.getMessage() + ": may not be read or written by this user"
                        : String.valueOf(e.getMessage());
    }

    /** Prints the version of the jar. */
    static final class ManifestVersion implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sidetone " + Version.get() + ", Java " + System.getProperty("java.version")};
        }
    }
}
