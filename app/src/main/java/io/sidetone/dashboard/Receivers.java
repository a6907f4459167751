package io.sidetone.dashboard;

import io.sidetone.engine.CallEvent;
import java.util.List;

/** Who gets an event besides the supervisors. Asked on the feed's thread; must be quick. */
public interface Receivers {
    /** The names of the webhooks that the event is delivered to; empty if nobody takes it. */
    List<String> of(CallEvent event);
}
