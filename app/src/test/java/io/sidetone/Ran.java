package io.sidetone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command that was run in this process. */
record Ran(int exit, String out, String err) {
    private static final int WIDTH = 100;

    static Ran command(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine()
                .setUsageHelpAutoWidth(false) // the width of the terminal that the tests run in
                .setUsageHelpWidth(WIDTH)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exit = line.execute(arguments.toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    static Ran command(String... arguments) {
        return command(List.of(arguments));
    }
}
