package io.sidetone.dashboard;

import io.sidetone.engine.CallFilter;
import java.util.Map;

/** What is fixed when a call starts; all that a filter may ask about, so that calls never change sides. */
record CallFacts(String callId, String direction, String from, String to, String accountSid, Map<String, String> labels)
        implements CallFilter.Facts {
    CallFacts {
        labels = Map.copyOf(labels);
    }
}
