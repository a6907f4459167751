package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.HashMap;
import java.util.Map;

/**
 * One target's calls on one shard. A target that is stopped is set aside here by one stored marker,
 * {@code <target>/*}, whatever the number of its events: from the marker on they stay in the log.
 * Confined to the shard's thread.
 */
final class Lane {
    private final Dispatcher home;
    private final Outlet outlet;
    private final Map<String, CallQueue> calls = new HashMap<>();
    private boolean suspended;

    Lane(Dispatcher home, Outlet outlet) {
        this.home = home;
        this.outlet = outlet;
        if (home.shard().progress().containsKey(key("*"))) {
            suspended = true;
            outlet.stopped().set(true);
        }
    }

    void event(Position at, CallEvent event, Unsettled.Mark mark) {
        if (suspendedNow(at)) {
            return;
        }
        boolean wanted = outlet.target().takes(event.type());
        boolean end = event.type().equals("call.ended");
        CallQueue call = calls.get(event.callId());
        if (call == null && (wanted || (end && savedFor(event.callId())))) {
            call = new CallQueue(
                    home, this, event.callId(), home.shard().progress().get(key(event.callId())));
            calls.put(event.callId(), call);
        }
        if (call == null) {
            return;
        }
        if (end) {
            call.endsAt(at);
        }
        if (wanted) {
            call.add(new Waiting(at, event, mark));
        }
        call.retireIfOver();
    }

    /** @param at where the events begin that a stopped target does not get any more, if none waits */
    boolean suspendedNow(Position at) {
        if (!suspended && outlet.stopped().get()) {
            suspend(at);
        }
        return suspended;
    }

    void stop(Position at) {
        outlet.stopped().set(true);
        suspendedNow(at);
    }

    private void suspend(Position at) {
        suspended = true;
        Position from = at;
        for (CallQueue call : calls.values()) {
            Position first = call.firstWaiting();
            from = first != null && first.compareTo(from) < 0 ? first : from;
        }
        EventLog.Progress marker = new EventLog.Progress(Position.START, 0, from, 0, 0);
        home.shard().save(key("*"), marker); // before the head passes what the marker now stands for
        calls.values().forEach(CallQueue::abandon);
        calls.clear();
    }

    void forget(String callId) {
        calls.remove(callId);
    }

    Outlet outlet() {
        return outlet;
    }

    String key(String callId) {
        return outlet.target().name() + "/" + callId;
    }

    private boolean savedFor(String callId) {
        return home.shard().progress().containsKey(key(callId));
    }
}
