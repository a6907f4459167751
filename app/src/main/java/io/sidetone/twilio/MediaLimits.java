package io.sidetone.twilio;

import java.time.Duration;

/**
 * What a media socket may do.
 *
 * @param messageBytes largest WebSocket message
 * @param untilStart how long after the upgrade {@code start} may take
 * @param badMessages so many malformed messages are passed over before the stream is closed
 */
public record MediaLimits(int messageBytes, Duration untilStart, int badMessages) {}
