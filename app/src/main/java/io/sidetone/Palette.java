package io.sidetone;

import io.sidetone.sim.webhook.EventLine;
import java.util.Map;

/** Colours of the terminal, by role. Meaning never hangs on colour alone: the role is always written out. */
final class Palette {
    private static final String RESET = "\033[0m";
    private static final String DIM = "\033[2m";
    private static final String GREEN = "\033[32m";
    private static final Map<String, String> ROLES =
            Map.of("technician", "\033[33m", "agent", "\033[36m", "caller", "\033[35m");

    private Palette() {}

    static String role(Screen screen, String role, String text) {
        return screen.coloured() ? ROLES.getOrDefault(role, "\033[34m") + text + RESET : text;
    }

    static String dim(Screen screen, String text) {
        return screen.coloured() ? DIM + text + RESET : text;
    }

    static String good(Screen screen, String text) {
        return screen.coloured() ? GREEN + text + RESET : text;
    }

    /** A webhook event; what was not verified is plain. */
    static String event(Screen screen, EventLine line) {
        return screen.coloured() ? role(screen, line.role(), line.toString()) : line.toString();
    }
}
