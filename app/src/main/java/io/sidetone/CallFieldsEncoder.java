package io.sidetone;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.sidetone.engine.CallEvent;
import io.sidetone.speech.OfCall;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A log's encoder for machines: a line that names a call, a leg or one of their events carries their ids as fields, so
 * that one search finds all that was logged of a call. They are taken from the arguments of the message; nothing is
 * tied to a thread, as an event loop serves many calls.
 */
final class CallFieldsEncoder extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> lines;

    /** @param lines started; prints the event's key-value pairs */
    CallFieldsEncoder(Encoder<ILoggingEvent> lines) {
        this.lines = lines;
    }

    @Override
    public byte[] headerBytes() {
        return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (event instanceof LoggingEvent line && arguments != null) {
            for (Object argument : arguments) {
                about(argument, line);
            }
        }
        return lines.encode(event);
    }

    private static void about(@Nullable Object argument, LoggingEvent line) {
        if (argument instanceof OfCall about) {
            add(line, "callId", about.callId());
            add(line, "role", about.role());
        } else if (argument instanceof CallEvent event) {
            add(line, "callId", event.callId());
            add(line, "legId", event.legId());
            add(line, "eventId", event.eventId());
        }
    }

    private static void add(LoggingEvent line, String name, @Nullable String value) {
        if (value != null) {
            line.addKeyValuePair(new KeyValuePair(name, value));
        }
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
