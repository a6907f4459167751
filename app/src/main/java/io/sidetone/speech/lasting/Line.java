package io.sidetone.speech.lasting;

import io.sidetone.speech.SpeechSession;
import org.jspecify.annotations.Nullable;

/** One connection to a vendor, from the handshake to its end. Confined to the leg's loop. */
final class Line {
    private static final long NEVER = -1;
    /** Of what was skipped. */
    static final long NOTHING = Long.MAX_VALUE;

    final Route route;
    private @Nullable SpeechSession session;
    Seam seam = Seam.none(); // what was said before this line heard it

    @Nullable Cut begin; // where a piece ends and this line begins, if so

    private long openedAtMs = NEVER; // loop clock
    private long openedFromMs;
    /** Call time of the end of its part, once another takes over; {@link Long#MAX_VALUE} until then. */
    long untilMs = Long.MAX_VALUE;

    /** Call time since when it was handed nothing, so that it catches up; {@link #NOTHING} if it is handed all. */
    long skippedFromMs = NOTHING;

    private boolean finished;

    Line(Route route) {
        this.route = route;
    }

    void use(SpeechSession fresh) {
        session = fresh;
    }

    /** Says that no more audio comes; once. */
    void finish() {
        if (!finished) {
            finished = true;
            session().finish();
        }
    }

    SpeechSession session() {
        if (session == null) {
            throw new IllegalStateException("a line is used before its session is there");
        }
        return session;
    }

    /**
     * Gives it up, wherever it stands; its owner must have forgotten it, for what it says of its end counts no more. An
     * attempt that is still under way is taken back, or the vendor would be waited for for ever.
     */
    void cancel() {
        if (!isOpen()) {
            route.abandoned();
        }
        if (session != null) {
            session.cancel();
        }
    }

    void opened(long nowMs, long callTimeMs) {
        openedAtMs = nowMs;
        openedFromMs = callTimeMs;
    }

    /** Call time of the newest audio when it opened. */
    long openedFromMs() {
        return openedFromMs;
    }

    boolean isOpen() {
        return openedAtMs != NEVER;
    }

    long uptimeMs(long nowMs) {
        return isOpen() ? nowMs - openedAtMs : 0;
    }
}
