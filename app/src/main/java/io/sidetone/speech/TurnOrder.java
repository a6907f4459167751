package io.sidetone.speech;

import org.jspecify.annotations.Nullable;

/**
 * In which order the speakers of one stream take turns: whose audio comes first has the first turn. Twilio promises no
 * order for the two frames of one moment; what it begins with, it goes on with. Confined to the stream's loop.
 */
public final class TurnOrder {
    private @Nullable String first; // its track

    /** 0 for the track that asks first, whenever it asks; 1 for any other. */
    public int of(String track) {
        if (first == null) {
            first = track;
        }
        return track.equals(first) ? 0 : 1;
    }
}
