package io.sidetone;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.sidetone.redaction.PhoneNumbers;

/** A log's encoder without phone numbers: whatever part of the line they stand in, an exception's text included. */
final class NumberMaskingEncoder extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> lines;

    /** @param lines started; in an encoding that ASCII is a part of */
    NumberMaskingEncoder(Encoder<ILoggingEvent> lines) {
        this.lines = lines;
    }

    @Override
    public byte[] headerBytes() {
        return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        byte[] line = lines.encode(event);
        PhoneNumbers.mask(line);
        return line;
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
