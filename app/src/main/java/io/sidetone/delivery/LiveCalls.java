package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import java.util.HashSet;
import java.util.Set;

/**
 * Which calls of a shard are known to go on. What comes of another call, such as a final of its last piece of
 * audio, repaired after its end, may be its last event. Confined to the shard's thread.
 */
final class LiveCalls {
    private final Set<String> calls = new HashSet<>();

    void seen(CallEvent event) {
        if (event.type().equals("call.ended")) {
            calls.remove(event.callId());
        } else if (event.seq() == 1 || !event.type().equals("transcript.final")) {
            calls.add(event.callId());
        }
    }

    boolean goesOn(String callId) {
        return calls.contains(callId);
    }
}
