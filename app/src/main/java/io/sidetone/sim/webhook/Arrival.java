package io.sidetone.sim.webhook;

/** Where an event stands among those of its call that were taken before it. */
public enum Arrival {
    /** The one that had to come next, or one that nothing can be said about. */
    IN_ORDER,
    /** Its id was taken before. */
    REPEAT,
    /** Something is missing before it. Only noticed by a listener that is sent every type. */
    AFTER_A_GAP,
    /** New, but a later one was taken before it. */
    OUT_OF_ORDER
}
