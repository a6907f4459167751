package io.sidetone.identity;

import java.util.Locale;

/** What somebody is here for. Each includes those before it; {@link Permission} says what that means. */
public enum Role {
    VIEWER,
    SUPERVISOR,
    ADMIN;

    /** As it stands in settings and answers, such as {@code viewer}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean may(Permission wanted) {
        return compareTo(wanted.least()) >= 0;
    }
}
