package io.sidetone.twilio;

import org.jspecify.annotations.Nullable;

/**
 * What the messages of one loop's sockets are read with, one after the other: a quick reader for nearly all, a thorough
 * one for the rest. Its buffers are small and always in use, so they stay near the processor whatever the number of calls.
 */
final class MediaReader {
    private final MediaMessage media = new MediaMessage();
    private final TwilioMessageReader messages;
    private byte[] text = new byte[1_024];

    /** @param pauseKey the key that pauses the call, or null */
    MediaReader(@Nullable String pauseKey) {
        this.messages = new TwilioMessageReader(pauseKey);
    }

    /** Room for a message. */
    byte[] room(int length) {
        if (text.length < length) {
            text = new byte[Integer.highestOneBit(length) << 1];
        }
        return text;
    }

    MediaMessage media() {
        return media;
    }

    TwilioMessageReader messages() {
        return messages;
    }
}
