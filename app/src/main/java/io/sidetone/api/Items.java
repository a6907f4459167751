package io.sidetone.api;

import io.sidetone.delivery.Envelope;
import io.sidetone.engine.EventLog.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Events as items of a list. What is promised of an event's data holds for its bytes: they are copied. */
final class Items {
    private Items() {}

    /** Whether the asker wants the words with their times: {@code include=words}, as for webhooks. */
    static boolean withWords(Query query) {
        return query.choices("include", Set.of("words")).contains("words");
    }

    /** As the webhook has it, and its id in front. */
    static byte[] envelope(Stored stored, boolean words) {
        try {
            return prefixed("\"id\":\"" + stored.event().eventId() + "\",", Envelope.of(stored.event(), words));
        } catch (IOException e) {
            throw new UncheckedIOException("the data of " + stored.event() + " is not JSON", e);
        }
    }

    /** The data alone, and when it happened in front. */
    static byte[] data(Stored stored, boolean words) {
        try {
            return prefixed("\"at\":" + stored.event().atMillis() + ",", Envelope.data(stored.event(), words));
        } catch (IOException e) {
            throw new UncheckedIOException("the data of " + stored.event() + " is not JSON", e);
        }
    }

    /** @param object one that has members */
    private static byte[] prefixed(String member, byte[] object) {
        byte[] head = ("{" + member).getBytes(StandardCharsets.UTF_8);
        byte[] item = new byte[head.length + object.length - 1];
        System.arraycopy(head, 0, item, 0, head.length);
        System.arraycopy(object, 1, item, head.length, object.length - 1);
        return item;
    }
}
