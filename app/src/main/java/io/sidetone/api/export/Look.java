package io.sidetone.api.export;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How a transcript is to look.
 *
 * @param clock times of day instead of times since the call's start; text only
 * @param zone of the times of day
 * @param names how speakers are called
 * @param maxLine characters in a line of a cue, {@value #LEAST_LINE} to {@value #MOST_LINE}
 * @param maxLines lines of a cue, 1 to {@value #MOST_LINES}
 */
public record Look(boolean clock, ZoneId zone, Names names, int maxLine, int maxLines) {
    public static final int LEAST_LINE = 20;
    public static final int MOST_LINE = 200;
    public static final int MOST_LINES = 10;

    private static final int USUAL_LINE = 42; // what fits on a screen, by the custom of subtitles
    private static final int USUAL_LINES = 2;

    public Look {
        if (maxLine < LEAST_LINE || maxLine > MOST_LINE || maxLines < 1 || maxLines > MOST_LINES) {
            throw new IllegalArgumentException("cues of " + maxLines + " lines of " + maxLine
                    + " characters; expected 1 to " + MOST_LINES + " lines of " + LEAST_LINE + " to " + MOST_LINE);
        }
    }

    /** What the format looks like unless somebody wishes otherwise: in SRT a name takes room from the text. */
    public static Look usual(Format format) {
        Names names = format == Format.SRT ? Names.ROLE : Names.BOTH;
        return new Look(false, ZoneOffset.UTC, names, USUAL_LINE, USUAL_LINES);
    }

    /** How speakers are called. */
    public enum Names {
        ROLE,
        NAME,
        BOTH
    }
}
