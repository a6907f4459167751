package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.Hit;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the archive keeps of one call. Guarded by the archive's lock, or a copy of one reader's. */
final class ArchivedCall {
    private static final int OVERHEAD_BYTES = 512;

    private final String callId;
    private final long serial;
    private final Map<Long, Hit> finals; // by serial
    private final Map<Long, Delivery> deliveries; // by serial
    private final Map<String, Long> deliverySerials; // by event and target
    private @Nullable CallEvent started;
    private @Nullable CallEvent ended;
    private Set<String> numbers;
    private long bytes;

    ArchivedCall(String callId, long serial) {
        this.callId = callId;
        this.serial = serial;
        this.finals = new TreeMap<>();
        this.deliveries = new TreeMap<>();
        this.deliverySerials = new HashMap<>();
        this.numbers = Set.of();
    }

    private ArchivedCall(ArchivedCall other) {
        this.callId = other.callId;
        this.serial = other.serial;
        this.finals = new TreeMap<>(other.finals);
        this.deliveries = new TreeMap<>(other.deliveries);
        this.deliverySerials = Map.of();
        this.started = other.started;
        this.ended = other.ended;
        this.numbers = other.numbers;
        this.bytes = other.bytes;
    }

    ArchivedCall copy() {
        return new ArchivedCall(this);
    }

    String callId() {
        return callId;
    }

    long serial() {
        return serial;
    }

    long bytes() {
        return bytes;
    }

    Map<Long, Hit> finals() {
        return finals;
    }

    Map<Long, Delivery> deliveries() {
        return deliveries;
    }

    boolean hasNumber(String number) {
        return numbers.contains(number);
    }

    /** @return null if the call's beginning has already given way */
    @Nullable CallSummary summary() {
        if (started == null) {
            return null;
        }
        return new CallSummary(
                callId,
                started.atMillis(),
                ended == null ? null : ended.atMillis(),
                started.data(),
                ended == null ? null : ended.data());
    }

    Set<String> eventIds() {
        Set<String> ids = new HashSet<>();
        finals.values().forEach(hit -> ids.add(hit.stored().event().eventId()));
        if (started != null) {
            ids.add(started.eventId());
        }
        if (ended != null) {
            ids.add(ended.eventId());
        }
        return ids;
    }

    /** @return bytes more than before */
    long record(EventLog.Stored stored, long serial) {
        CallEvent event = stored.event();
        switch (event.type()) {
            case "call.started" -> {
                started = event;
                numbers = EventFields.texts(event.data(), "from", "to");
            }
            case "call.ended" -> ended = event;
            default -> finals.put(serial, new Hit(stored, EventFields.text(event.data(), "text")));
        }
        return grown((long) OVERHEAD_BYTES + event.data().length);
    }

    /** @return bytes more than before */
    long note(Delivery delivery, long serial) {
        Long old = deliverySerials.put(delivery.eventId() + "/" + delivery.target(), serial);
        Delivery replaced = old == null ? null : deliveries.remove(old);
        deliveries.put(serial, delivery);
        return grown(bytes(delivery) - (replaced == null ? 0 : bytes(replaced)));
    }

    private long grown(long by) {
        bytes += by;
        return by;
    }

    private static long bytes(Delivery delivery) {
        byte[] answer = delivery.answer();
        String detail = delivery.detail();
        return OVERHEAD_BYTES + (answer == null ? 0 : answer.length) + (detail == null ? 0 : 2L * detail.length());
    }
}
