package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import java.util.List;

/**
 * What was read from disk in one go.
 *
 * @param next where to go on reading
 */
record EventPage(List<EventLog.Stored> events, long next) {
    EventPage {
        events = List.copyOf(events);
    }
}
