package io.sidetone.sim.deepgram;

/**
 * A handshake, for choosing the faults it meets.
 *
 * @param number from 1, over all good handshakes of this emulator
 * @param parameters the query
 * @param reconnect a stream with the same, non-empty {@code extra} values was opened before
 */
public record StreamRequest(int number, Parameters parameters, boolean reconnect) {}
