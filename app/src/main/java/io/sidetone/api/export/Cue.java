package io.sidetone.api.export;

import org.jspecify.annotations.Nullable;

/**
 * What a player shows for a while.
 *
 * @param legId who speaks; null: nobody
 */
record Cue(String id, long startMs, long endMs, @Nullable String legId, String text) {
    Cue until(long endMs) {
        return new Cue(id, startMs, endMs, legId, text);
    }
}
