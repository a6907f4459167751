package io.sidetone.dashboard;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls that ended a while ago, as they stood when they left the board: for viewers that want to see more than the last
 * minute of them. Without their transcripts, which would be most of the memory and can be had by HTTP. Writer thread only.
 */
final class FormerCalls {
    /**
     * One of them.
     *
     * @param endedNanos when something last happened on it
     * @param json as it stands in a snapshot
     * @param jsonWithoutFinals the same for those who want no finals
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Former(CallFacts call, long endedNanos, byte[] json, byte[] jsonWithoutFinals) {}

    private final Map<String, Former> byId = new LinkedHashMap<>(); // oldest first

    Collection<Former> all() {
        return byId.values();
    }

    void add(CallState call, long nowNanos) {
        String callId = call.facts().callId();
        byId.remove(callId);
        byId.put(
                callId,
                new Former(
                        call.facts(),
                        call.endedNanos(),
                        Json.bytes(call.json(false, true, nowNanos)),
                        Json.bytes(call.json(false, false, nowNanos))));
        expire(nowNanos);
    }

    /** It is on the board again, or is to be forgotten altogether. */
    void remove(String callId) {
        byId.remove(callId);
    }

    void expire(long nowNanos) {
        Iterator<Former> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext() && isOver(oldestFirst.next(), nowNanos)) {
            oldestFirst.remove();
        }
    }

    private boolean isOver(Former former, long nowNanos) {
        return byId.size() > FeedLimits.FORMER_CALLS
                || nowNanos - former.endedNanos() >= FeedLimits.ENDED_CALLS_SHOWN.toNanos();
    }
}
