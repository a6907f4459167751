package io.sidetone.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sidetone.engine.CallEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The body of a webhook: type, time and the event's data, whose bytes are copied as they are. */
final class Envelope {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();

    private Envelope() {}

    /** @throws IOException if the event's data is not a JSON object */
    static byte[] of(CallEvent event, boolean withWords) throws IOException {
        byte[] data = event.data();
        Cut cut = withWords ? Cut.NOTHING : words(data);
        String head = "{\"type\":\"" + event.type() + "\",\"timestamp\":\""
                + TIME.format(Instant.ofEpochMilli(event.atMillis())) + "\",\"data\":";
        ByteArrayOutputStream body = new ByteArrayOutputStream(head.length() + data.length + 1);
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.write(data, 0, cut.from());
        body.write(data, cut.to(), data.length - cut.to());
        body.write('}');
        return body.toByteArray();
    }

    /** Where the member {@code words} stands, with one comma beside it. */
    private static Cut words(byte[] data) throws IOException {
        try (JsonParser parser = JSON.createParser(data)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the event's data is not a JSON object");
            }
            int members = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("words")) {
                    int name = offset(parser);
                    parser.nextToken();
                    parser.skipChildren();
                    boolean last = parser.nextToken() != JsonToken.FIELD_NAME;
                    return new Cut(last && members > 0 ? commaBefore(data, name) : name, offset(parser));
                }
                parser.nextToken();
                parser.skipChildren();
                members++;
            }
            return Cut.NOTHING;
        }
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int commaBefore(byte[] data, int name) {
        int at = name - 1;
        while (data[at] != ',') {
            at--;
        }
        return at;
    }

    private record Cut(int from, int to) {
        static final Cut NOTHING = new Cut(0, 0);
    }
}
