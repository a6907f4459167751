package io.sidetone.sim.webhook;

import java.time.Instant;

/**
 * One request, as it was received and judged.
 *
 * @param id the {@code webhook-id}; empty without one
 * @param type the event's type; empty if the body could not be read or was not believed
 * @param callId empty if the event names no call
 * @param seq number among the call's events, from 1; 0 without one
 * @param json the raw body, never written to
 * @param verified whether its signature is right and recent
 * @param objection why it was not verified, or why its body could not be read; else empty
 * @param attempt the sender's count from 1; 0 if it does not say
 * @param arrival its place among those taken before; only told of events that are taken
 * @param status what it was answered with, or is going to be; 2xx means taken
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record ReceivedEvent(
        Instant receivedAt,
        String id,
        String type,
        String callId,
        long seq,
        byte[] json,
        boolean verified,
        String objection,
        int attempt,
        Arrival arrival,
        int status) {

    /** Whether the sender was told that it need not send this again. */
    public boolean taken() {
        return status >= 200 && status <= 299;
    }

    /** Whether its id was taken before. */
    public boolean repeat() {
        return arrival == Arrival.REPEAT;
    }

    ReceivedEvent answered(int code, Arrival place) {
        return new ReceivedEvent(receivedAt, id, type, callId, seq, json, verified, objection, attempt, place, code);
    }
}
