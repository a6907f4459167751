package io.sidetone.delivery;

/**
 * One try to post one event.
 *
 * @param callId whose event it is
 * @param eventId the {@code webhook-id}, the same for every attempt
 * @param number of the attempt at this target, from 1
 * @param body exactly what is signed and sent; never written to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Attempt(String callId, String eventId, int number, byte[] body) {}
