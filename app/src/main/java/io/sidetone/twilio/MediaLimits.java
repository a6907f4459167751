package io.sidetone.twilio;

import java.time.Duration;

/**
 * What a media socket may do.
 *
 * @param messageBytes largest WebSocket message
 * @param untilStart how long after the upgrade {@code start} may take
 * @param badMessages so many malformed messages are passed over before the stream is closed
 * @param gather so long may a frame wait for those that it is sent to the vendor with; zero: each is read as it comes
 */
public record MediaLimits(int messageBytes, Duration untilStart, int badMessages, Duration gather) {}
