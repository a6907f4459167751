package io.sidetone.alerts;

import java.util.Locale;

/** How loudly somebody is told. */
public enum Severity {
    INFO,
    WARNING,
    ERROR;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
