package io.sidetone.settings;

import java.util.List;

/** The settings cannot be used. Names everything that is wrong with them, not only the first thing. */
public final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    BadSettings(List<String> problems) {
        super("Sidetone cannot start with these settings; please fix:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem: setting, what it was, where, what was expected. Shows no secret. */
    public List<String> problems() {
        return problems;
    }
}
