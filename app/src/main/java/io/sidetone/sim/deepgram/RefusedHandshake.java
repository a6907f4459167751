package io.sidetone.sim.deepgram;

import java.time.Instant;

/**
 * A handshake that did not become a stream.
 *
 * @param parameters what the query held
 * @param status as answered
 * @param code the vendor's name for the error
 * @param message what the client was told in {@code dg-error}
 */
public record RefusedHandshake(
        Instant at, String requestId, Parameters parameters, int status, String code, String message) {}
