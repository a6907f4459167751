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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The body of a webhook, and of an event that is asked for: type, time and the event's data, whose bytes are copied as they are. */
public final class Envelope {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();

    private Envelope() {}

    /** @throws IOException if the event's data is not a JSON object */
    public static byte[] of(CallEvent event, boolean withWords) throws IOException {
        return of(event, withWords, List.of());
    }

    /**
     * As a target may see it, with the numbers of events before this one that it does not get, as
     * {@code data.skipped}.
     *
     * @throws IOException if the event's data is not a JSON object
     */
    static byte[] of(CallEvent event, Target target, List<Long> skipped) throws IOException {
        return of(Redacting.masked(event, target.redactor()), target.withWords(), skipped);
    }

    private static byte[] of(CallEvent event, boolean withWords, List<Long> skipped) throws IOException {
        byte[] data = event.data();
        boolean cuts = !withWords && event.type().equals("transcript.final"); // leg.ended counts its words
        Cut cut = cuts ? words(data) : Cut.NOTHING;
        String head = "{\"type\":\"" + event.type() + "\",\"timestamp\":\""
                + TIME.format(Instant.ofEpochMilli(event.atMillis())) + "\",\"data\":";
        ByteArrayOutputStream body = new ByteArrayOutputStream(head.length() + data.length + 1);
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.write(data, 0, cut.from());
        int end = skipped.isEmpty() ? data.length : closingBrace(data);
        body.write(data, cut.to(), end - cut.to());
        if (!skipped.isEmpty()) {
            String numbers = skipped.stream().map(String::valueOf).collect(Collectors.joining(","));
            body.writeBytes((",\"skipped\":[" + numbers + "]}").getBytes(StandardCharsets.US_ASCII));
        }
        body.write('}');
        return body.toByteArray();
    }

    /**
     * The event's data alone.
     *
     * @throws IOException if it is not a JSON object
     */
    public static byte[] data(CallEvent event, boolean withWords) throws IOException {
        byte[] data = event.data();
        Cut cut = withWords ? Cut.NOTHING : words(data);
        ByteArrayOutputStream rest = new ByteArrayOutputStream(data.length);
        rest.write(data, 0, cut.from());
        rest.write(data, cut.to(), data.length - cut.to());
        return rest.toByteArray();
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

    /** The last byte that is not space; the data is an object with members, since it has its call's id at least. */
    private static int closingBrace(byte[] data) throws IOException {
        int at = data.length - 1;
        while (at >= 0 && data[at] <= ' ') {
            at--;
        }
        if (at < 0 || data[at] != '}') {
            throw new IOException("the event's data is not a JSON object");
        }
        return at;
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
