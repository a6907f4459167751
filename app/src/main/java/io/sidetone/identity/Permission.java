package io.sidetone.identity;

/** What there is to be allowed, and the least role that has it: the one table of who may do what. */
public enum Permission {
    /** Calls live and past, transcripts, deliveries; and what concerns oneself only. */
    LOOK(Role.VIEWER),
    /** Keeping a live call out of the transcript, and letting it in again. */
    PAUSE(Role.SUPERVISOR),
    /** Giving calls tags. */
    TAG(Role.SUPERVISOR),
    /** Sending deliveries again, and giving dead ones up. */
    REDELIVER(Role.SUPERVISOR),
    /** Removing what was said, for good. */
    ERASE(Role.ADMIN),
    /** Waking webhooks that are suspended. */
    STEER(Role.ADMIN),
    /** Reading what operators did. */
    AUDIT(Role.ADMIN);

    private final Role least;

    Permission(Role least) {
        this.least = least;
    }

    public Role least() {
        return least;
    }
}
