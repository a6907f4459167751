package io.sidetone.api.export;

/** The words in brackets for what is not speech. */
final class Notes {
    static final String KEY_PRESSED = "[key pressed]";
    static final String NOT_OVER = "[the call is not over]";

    private Notes() {}

    static String gap(Transcript.Call call, Transcript.Gap gap, Look look) {
        return "[no transcript " + Stamp.moment(call, gap.startMs(), look) + "–" + Stamp.moment(call, gap.endMs(), look)
                + "]";
    }

    static String pause(Transcript.Call call, Transcript.Pause pause, Look look) {
        Long endMs = pause.endMs();
        return "[paused " + Stamp.moment(call, pause.startMs(), look) + "–"
                + (endMs == null ? "" : Stamp.moment(call, endMs, look)) + "]";
    }

    /** What a reader must know who takes this for the whole call; empty if it is. */
    static String incomplete(Transcript.Call call) {
        if (!call.ended()) {
            return NOT_OVER;
        }
        return call.complete()
                ? ""
                : "[" + Stamp.seconds(call.pendingRepairMs() + 999) + " were to be transcribed after the call's end]";
    }
}
