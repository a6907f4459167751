package io.sidetone.sim.twilio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Words one stream's messages and keeps its counters. One per stream, on the stream's loop. */
final class StreamMessages {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int PADDING_VALUE = 480; // name and value together stay under Twilio's 500 characters
    private static final int MEDIA_ENVELOPE_BYTES = 200;

    private final String accountSid;
    private final String callSid;
    private final String streamSid;
    private final boolean numbers;
    private final boolean strangers;
    private final boolean sharedChunks;
    private final int startBytes;
    private final Map<Track, Long> chunks = new EnumMap<>(Track.class);
    private long sharedChunk;
    private long sequence;

    StreamMessages(String accountSid, String callSid, String streamSid, Quirks quirks) {
        this.accountSid = accountSid;
        this.callSid = callSid;
        this.streamSid = streamSid;
        this.numbers = quirks.has(Quirk.Manner.NUMBERS);
        this.strangers = quirks.has(Quirk.Manner.STRANGERS);
        this.sharedChunks = quirks.has(Quirk.Manner.SHARED_CHUNKS);
        this.startBytes =
                quirks.first(Quirk.BigStart.class).map(Quirk.BigStart::bytes).orElse(0);
    }

    TextWebSocketFrame connected() {
        return text(JSON.objectNode()
                .put("event", "connected")
                .put("protocol", "Call")
                .put("version", "1.0.0"));
    }

    TextWebSocketFrame start(Set<Track> tracks, Map<String, String> parameters) {
        ObjectNode message = counted("start");
        ObjectNode start = message.putObject("start")
                .put("accountSid", accountSid)
                .put("streamSid", streamSid)
                .put("callSid", callSid);
        var names = start.putArray("tracks");
        new TreeSet<>(tracks).forEach(track -> names.add(track.wire()));
        start.putObject("mediaFormat")
                .put("encoding", "audio/x-mulaw")
                .put("sampleRate", 8000)
                .put("channels", 1);
        ObjectNode custom = start.putObject("customParameters");
        parameters.forEach(custom::put);
        for (int bytes = message.toString().length(), n = 1; bytes < startBytes; bytes += PADDING_VALUE, n++) {
            custom.put("padding" + n, "x".repeat(PADDING_VALUE));
        }
        return text(ended(message));
    }

    /** Written by hand, without a tree: there are a hundred of these per second and call. */
    TextWebSocketFrame media(ByteBufAllocator allocator, Track track, long timestampMs, byte[] muLaw) {
        byte[] payload = Base64.getEncoder().encode(muLaw);
        ByteBuf json = allocator.buffer(MEDIA_ENVELOPE_BYTES + payload.length);
        ByteBufUtil.writeAscii(
                json,
                "{\"event\":\"media\",\"sequenceNumber\":" + number(++sequence)
                        + ",\"media\":{\"track\":\"" + track.wire()
                        + "\",\"chunk\":" + number(nextChunk(track))
                        + ",\"timestamp\":" + number(timestampMs)
                        + (strangers ? ",\"loudness\":{\"dbfs\":-21.5}" : "")
                        + ",\"payload\":\"");
        json.writeBytes(payload);
        ByteBufUtil.writeAscii(json, "\"},\"streamSid\":\"" + streamSid + "\"}");
        return new TextWebSocketFrame(json);
    }

    TextWebSocketFrame dtmf(String digit) {
        ObjectNode message = counted("dtmf");
        message.putObject("dtmf").put("track", "inbound_track").put("digit", digit);
        return text(ended(message));
    }

    /** An event that no documentation knows. */
    TextWebSocketFrame stranger() {
        ObjectNode message = counted("weather");
        message.putObject("weather")
                .put("outlook", "fog")
                .putArray("codes")
                .add(1)
                .addNull();
        return text(ended(message));
    }

    TextWebSocketFrame stop() {
        ObjectNode message = counted("stop");
        message.putObject("stop").put("accountSid", accountSid).put("callSid", callSid);
        return text(ended(message));
    }

    private ObjectNode counted(String event) {
        ObjectNode message = JSON.objectNode().put("event", event);
        sequence++;
        return numbers
                ? message.put("sequenceNumber", sequence)
                : message.put("sequenceNumber", Long.toString(sequence));
    }

    private ObjectNode ended(ObjectNode message) {
        if (strangers) {
            message.put("region", "xx9").putNull("reserved");
        }
        return message.put("streamSid", streamSid);
    }

    private String number(long value) {
        return numbers ? Long.toString(value) : "\"" + value + "\"";
    }

    private long nextChunk(Track track) {
        return sharedChunks ? ++sharedChunk : chunks.merge(track, 1L, Long::sum);
    }

    private static TextWebSocketFrame text(ObjectNode message) {
        return new TextWebSocketFrame(message.toString());
    }
}
