package io.sidetone;

import java.io.Console;

/** Whether a person is looking. */
final class Terminal {
    private Terminal() {}

    /** True if standard input and output are a terminal. From JDK 22 on a console exists without one, and says so. */
    @SuppressWarnings("SystemConsoleNull") // asked for both: null before JDK 22, isTerminal() from then on
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true; // before JDK 22 a console is a terminal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
