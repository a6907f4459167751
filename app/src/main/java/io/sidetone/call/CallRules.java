package io.sidetone.call;

import io.sidetone.redaction.Redactor;
import io.sidetone.speech.SpeechOptions;
import java.time.Duration;
import java.util.Map;

/**
 * What an operator may turn about calls.
 *
 * @param defaultRoles role per track where the stream gives none
 * @param roleOptions what the vendor is asked for per role; a stream's own wishes go before
 * @param utteranceSilence an utterance without a new result for this long is over
 * @param utteranceMax an utterance longer than this is ended at a word border
 * @param utterancePause silence that ends an utterance whose words were settled because we asked for it
 * @param idleCall a stream without media for this long is given up
 * @param resume a leg whose stream was lost waits for another for this long; zero: not at all
 * @param streamsPerCall streams of one call at the same time
 * @param calls live calls of this process
 * @param journalBacklogBytes while more than this waits for the journal, nobody new is let in
 * @param redactor masks what leaves a call as text
 */
public record CallRules(
        Map<Track, String> defaultRoles,
        Map<String, SpeechOptions> roleOptions,
        Duration utteranceSilence,
        Duration utteranceMax,
        Duration utterancePause,
        Duration idleCall,
        Duration resume,
        int streamsPerCall,
        int calls,
        long journalBacklogBytes,
        Redactor redactor) {
    public CallRules {
        defaultRoles = Map.copyOf(defaultRoles);
        roleOptions = Map.copyOf(roleOptions);
    }

    String roleOf(StreamStart start, Track track) {
        String given = start.roles().get(track);
        return given != null ? given : defaultRoles.getOrDefault(track, track.wireName());
    }

    SpeechOptions optionsOf(StreamStart start, String role) {
        return start.speech().over(roleOptions.getOrDefault(role, SpeechOptions.DEFAULTS));
    }
}
