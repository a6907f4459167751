package io.sidetone.twilio;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.call.Track;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text of one WebSocket message in, {@link TwilioMessage} out. Knows JSON and nothing about calls.
 *
 * <p>Counters may be numbers or strings of digits, fields may come in any order, unknown ones are
 * ignored. Its buffers are used again for every message.
 */
final class TwilioMessageReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Twilio ends calls after four hours; a time beyond a week is nonsense, and could overflow what it is added to. */
    static final long LATEST_MS = Duration.ofDays(7).toMillis();
    /** Ids go into logs, paths and file names. Looser than Twilio's own shape, so that simulated calls may read well. */
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{2,64}");

    private final @Nullable String pauseKey;
    private byte[] text = new byte[1_024];
    private final ByteBuf payload = Unpooled.buffer(1_024);

    // of the message being read
    private @Nullable String event;
    private @Nullable String streamSid;
    private @Nullable JsonNode body; // of "start" and "dtmf"
    private @Nullable Track track;
    private long timestampMs;
    private boolean hasPayload;
    private @Nullable BadTwilioMessage mediaProblem; // told only if the event is "media": others may have one of theirs

    /** @param pauseKey the key that pauses the call, or null */
    TwilioMessageReader(@Nullable String pauseKey) {
        this.pauseKey = pauseKey;
    }

    /** Reads one message; what it returns is valid until the next call. */
    TwilioMessage read(ByteBuf frame) throws BadTwilioMessage {
        forget();
        int length = frame.readableBytes();
        if (text.length < length) {
            text = new byte[Integer.highestOneBit(length) << 1];
        }
        frame.getBytes(frame.readerIndex(), text, 0, length);
        try (JsonParser json = JSON.createParser(text, 0, length)) {
            readFields(json);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) { // the parser takes bytes with zeros for UTF-16 or UTF-32
            throw new BadTwilioMessage("message", "no text: " + e.getMessage(), "a Media Streams message in UTF-8");
        }
        return message();
    }

    private void forget() {
        event = null;
        streamSid = null;
        body = null;
        track = null;
        timestampMs = -1;
        hasPayload = false;
        mediaProblem = null;
        payload.clear();
    }

    private void readFields(JsonParser json) throws IOException, BadTwilioMessage {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BadTwilioMessage("message", "no JSON object", "an object with an \"event\"");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "event" -> event = string(json, value, "/event");
                case "streamSid" -> streamSid = string(json, value, "/streamSid");
                case "media" -> readMedia(json, value);
                case "start", "dtmf" -> body = json.readValueAsTree();
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw new BadTwilioMessage("message", "something behind the JSON object", "one object per message");
        }
    }

    private void readMedia(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            mediaProblem = new BadTwilioMessage("'media' message: /media", value.toString(), "an object");
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            try {
                readMediaField(json, name, json.nextToken());
            } catch (BadTwilioMessage e) {
                mediaProblem = e;
                json.skipChildren();
            }
        }
    }

    private void readMediaField(JsonParser json, String name, JsonToken token) throws IOException, BadTwilioMessage {
        switch (name) {
            case "track" -> track = track("'media' message: /media/track", string(json, token, "/media/track"));
            case "timestamp" -> timestampMs = number(json, token, "/media/timestamp");
            case "payload" -> readPayload(json, token);
            default -> json.skipChildren();
        }
    }

    private void readPayload(JsonParser json, JsonToken token) throws IOException, BadTwilioMessage {
        if (token != JsonToken.VALUE_STRING) {
            throw new BadTwilioMessage("'media' message: /media/payload", token.toString(), "a string of base64");
        }
        payload.clear();
        Base64Payload.decode(json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), payload);
        hasPayload = true;
    }

    private TwilioMessage message() throws BadTwilioMessage {
        if (event == null) {
            throw new BadTwilioMessage("message: /event", "nothing", "a string such as \"media\"");
        }
        return switch (event) {
            case "media" -> media();
            case "start" -> start();
            case "dtmf" -> dtmf();
            case "stop" -> new TwilioMessage.Stop();
            case "connected", "mark" -> new TwilioMessage.Noted(event);
            default -> new TwilioMessage.Unknown(event);
        };
    }

    private TwilioMessage media() throws BadTwilioMessage {
        if (mediaProblem != null) {
            throw mediaProblem;
        }
        Track said = track;
        if (said == null || timestampMs < 0 || !hasPayload) {
            String missing = said == null ? "track" : timestampMs < 0 ? "timestamp" : "payload";
            throw new BadTwilioMessage("'media' message: /media/" + missing, "nothing", "track, timestamp and payload");
        }
        return new TwilioMessage.Media(said, timestampMs, payload);
    }

    private TwilioMessage start() throws BadTwilioMessage {
        JsonNode start = body == null ? JSON.missingNode() : body;
        JsonNode format = start.path("mediaFormat");
        return new TwilioMessage.Start(
                sid("streamSid", streamSid != null ? streamSid : text(start, "streamSid")),
                sid("callSid", text(start, "callSid")),
                sid("accountSid", text(start, "accountSid")),
                tracks(start.path("tracks")),
                new TwilioMessage.MediaFormat(
                        text(format, "encoding"),
                        format.path("sampleRate").asInt(),
                        format.path("channels").asInt()),
                parameters(start.path("customParameters")));
    }

    private static List<Track> tracks(JsonNode node) throws BadTwilioMessage {
        List<Track> tracks = new ArrayList<>();
        for (JsonNode track : node) {
            tracks.add(track("'start' message: /start/tracks", track.asText()));
        }
        return tracks;
    }

    private static Map<String, String> parameters(JsonNode node) {
        Map<String, String> parameters = new HashMap<>();
        node.properties()
                .forEach(it -> parameters.put(it.getKey(), it.getValue().asText()));
        return parameters;
    }

    /** It may be a digit of a card number: it is compared here, and goes no further. */
    private TwilioMessage dtmf() throws BadTwilioMessage {
        JsonNode dtmf = body == null ? JSON.missingNode() : body;
        body = null;
        Arrays.fill(text, (byte) 0);
        Track on =
                track("'dtmf' message: /dtmf/track", dtmf.path("track").asText().replace("_track", ""));
        return new TwilioMessage.Dtmf(
                on, pauseKey != null && pauseKey.equals(dtmf.path("digit").asText()));
    }

    private static Track track(String where, String name) throws BadTwilioMessage {
        return switch (name) {
            case "inbound" -> Track.INBOUND;
            case "outbound" -> Track.OUTBOUND;
            default -> throw new BadTwilioMessage(where, quoted(name), "inbound or outbound");
        };
    }

    private static String sid(String field, String value) throws BadTwilioMessage {
        if (!SID.matcher(value).matches()) {
            throw new BadTwilioMessage("'start' message: " + field, quoted(value), "2 to 64 letters and digits");
        }
        return value;
    }

    private static String text(JsonNode object, String field) throws BadTwilioMessage {
        JsonNode node = object.path(field);
        if (!node.isTextual()) {
            String got = node.isMissingNode() ? "nothing" : quoted(node.toString());
            throw new BadTwilioMessage("'start' message: " + field, got, "a string");
        }
        return node.textValue();
    }

    private static String string(JsonParser json, JsonToken token, String where) throws IOException, BadTwilioMessage {
        if (token != JsonToken.VALUE_STRING) {
            throw new BadTwilioMessage("message: " + where, token.toString(), "a string");
        }
        return json.getText();
    }

    /** Twilio sends counters as strings, its documentation and other senders also as numbers. */
    private static long number(JsonParser json, JsonToken token, String where) throws IOException, BadTwilioMessage {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return inRange(json.getLongValue(), where);
        }
        char[] digits = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        long value = 0;
        boolean wellFormed = token == JsonToken.VALUE_STRING && length > 0 && length <= 18;
        for (int i = from; wellFormed && i < from + length; i++) {
            wellFormed = digits[i] >= '0' && digits[i] <= '9';
            value = value * 10 + (digits[i] - '0');
        }
        if (!wellFormed) {
            throw new BadTwilioMessage("message: " + where, quoted(json.getText()), "a number, or a string of digits");
        }
        return inRange(value, where);
    }

    private static long inRange(long value, String where) throws BadTwilioMessage {
        if (value < 0 || value > LATEST_MS) {
            throw new BadTwilioMessage(
                    "message: " + where,
                    Long.toString(value),
                    "milliseconds since the stream's start, 0 to " + LATEST_MS);
        }
        return value;
    }

    private static BadTwilioMessage notJson(JsonProcessingException e) {
        String place =
                e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
        String what = e instanceof JsonParseException ? "not JSON" : "unreadable JSON";
        return new BadTwilioMessage("message", what + place, "a Media Streams message in JSON");
    }

    /** What was got, short enough for a log line. */
    private static String quoted(String text) {
        return "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
    }
}
