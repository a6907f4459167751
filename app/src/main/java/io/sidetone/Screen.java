package io.sidetone;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A terminal with lines that stay and, below them, a few that change in place: what is being said at
 * this moment. Where nobody is looking (a file, a pipe) the changing ones are printed one by one.
 *
 * <p>For any thread; a line is never torn by another.
 */
final class Screen {
    private static final int USUAL_WIDTH = 100;

    private final PrintWriter out;
    private final boolean changing; // can lines be rewritten?
    private final boolean coloured;
    private final int width;
    private final Map<String, String> states = new LinkedHashMap<>();

    private Screen(PrintWriter out, boolean changing, boolean coloured, int width) {
        this.out = out;
        this.changing = changing;
        this.coloured = coloured;
        this.width = width;
    }

    /** For a command's output; coloured where a terminal is there and NO_COLOR is not set. */
    static Screen of(PrintWriter out) {
        boolean terminal = Terminal.isThere() && !"dumb".equals(System.getenv("TERM"));
        return new Screen(
                out, terminal, terminal && System.getenv("NO_COLOR") == null, widthOf(System.getenv("COLUMNS")));
    }

    boolean coloured() {
        return coloured;
    }

    /** Prints a line that stays. */
    synchronized void line(String text) {
        erase();
        out.println(text);
        draw();
    }

    /** Changes the line of {@code key}; null takes it away. */
    synchronized void state(String key, @Nullable String text) {
        if (!changing) {
            if (text == null) {
                states.remove(key);
            } else if (!text.equals(states.put(key, text))) {
                out.println(text);
            }
            return;
        }
        erase();
        if (text == null) {
            states.remove(key);
        } else {
            states.put(key, text);
        }
        draw();
    }

    /** Takes all changing lines away. */
    synchronized void clearStates() {
        erase();
        states.clear();
        draw();
    }

    private void erase() {
        if (changing && !states.isEmpty()) {
            out.print("\033[" + states.size() + "A\033[J"); // up, and clear what is below
        }
    }

    private void draw() {
        if (changing) {
            states.values().forEach(text -> out.println(shortened(text)));
            out.flush();
        }
    }

    /** A line that wraps could not be taken back. Counts colour codes too: rather too short than too long. */
    private String shortened(String text) {
        return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
    }

    private static int widthOf(@Nullable String columns) {
        try {
            return columns == null ? USUAL_WIDTH : Math.max(40, Integer.parseInt(columns));
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }
}
