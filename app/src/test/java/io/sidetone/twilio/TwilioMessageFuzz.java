package io.sidetone.twilio;

import static io.sidetone.fuzz.Input.require;

import io.netty.buffer.Unpooled;

/** A message of a media socket is read, or refused with a reason. */
public final class TwilioMessageFuzz {
    private static final TwilioMessageReader READER = new TwilioMessageReader("#");

    private TwilioMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            TwilioMessage message = READER.read(Unpooled.wrappedBuffer(data));
            if (message instanceof TwilioMessage.Media media) {
                require(media.timestampMs() >= 0, "no time is before the stream's start");
                require(media.muLaw().readableBytes() <= data.length, "audio does not grow");
            }
        } catch (BadTwilioMessage e) {
            require(String.valueOf(e.getMessage()).contains("expected: "), "a refusal says what was expected");
        }
    }
}
