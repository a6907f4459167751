package io.sidetone.sim.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Words one stream's messages as Twilio does and counts them. One per call, on its loop. */
final class CallText {
    /** Whose calls these are; an account that no real one can be mistaken for. */
    static final String ACCOUNT = "AC00000000000000000000000000000001";

    private static final byte[] MEDIA = ascii("{\"event\":\"media\",\"sequenceNumber\":\"");
    private static final byte[][] TRACKS = {
        ascii("\",\"media\":{\"track\":\"inbound\",\"chunk\":\""),
        ascii("\",\"media\":{\"track\":\"outbound\",\"chunk\":\"")
    };
    private static final byte[] TIMESTAMP = ascii("\",\"timestamp\":\"");
    private static final byte[] PAYLOAD = ascii("\",\"payload\":\"");
    private static final int NUMBERS_BYTES = 64; // three of them, generously
    private static final int FIRST_MS = 5; // where a track's first frame stands: small, and not zero

    private final String callSid;
    private final String streamSid;
    private final byte[] end;
    private final int frameMs;
    private final byte[] payload; // base64
    private long sequence;

    /** @param run differs from run to run, so that no bridge takes a call for an earlier one */
    CallText(int run, int call, Chunks chunks, int frameMs) {
        String digits = String.format(Locale.ROOT, "%08x%016x%08x", run, 0, call);
        this.callSid = "CA" + digits;
        this.streamSid = "MZ" + digits;
        this.end = ascii("\"},\"streamSid\":\"" + streamSid + "\"}");
        this.frameMs = frameMs;
        this.payload = new byte[(chunks.bytes() + 2) / 3 * 4];
    }

    String connected() {
        return "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}";
    }

    String start() {
        return "{\"event\":\"start\",\"sequenceNumber\":\"" + ++sequence + "\",\"start\":{\"accountSid\":\"" + ACCOUNT
                + "\",\"streamSid\":\"" + streamSid + "\",\"callSid\":\"" + callSid
                + "\",\"tracks\":[\"inbound\",\"outbound\"],\"mediaFormat\":{\"encoding\":\"audio/x-mulaw\","
                + "\"sampleRate\":8000,\"channels\":1},\"customParameters\":{}},\"streamSid\":\"" + streamSid + "\"}";
    }

    /**
     * A media message, written by hand: there are a hundred of these per second and call.
     *
     * @param track 0 inbound, 1 outbound
     * @param number of the chunk, from 0
     */
    ByteBuf media(ByteBufAllocator allocator, int track, int number, byte[] muLaw) {
        Base64.getEncoder().encode(muLaw, payload);
        ByteBuf json = allocator.buffer(MEDIA.length
                + TRACKS[1].length
                + TIMESTAMP.length
                + PAYLOAD.length
                + payload.length
                + end.length
                + NUMBERS_BYTES);
        json.writeBytes(MEDIA);
        decimal(json, ++sequence);
        json.writeBytes(TRACKS[track]);
        decimal(json, number + 1L);
        json.writeBytes(TIMESTAMP);
        decimal(json, (long) number * frameMs + FIRST_MS);
        json.writeBytes(PAYLOAD).writeBytes(payload).writeBytes(end);
        return json;
    }

    String stop() {
        return "{\"event\":\"stop\",\"sequenceNumber\":\"" + ++sequence + "\",\"stop\":{\"accountSid\":\"" + ACCOUNT
                + "\",\"callSid\":\"" + callSid + "\"},\"streamSid\":\"" + streamSid + "\"}";
    }

    private static void decimal(ByteBuf json, long value) {
        if (value >= 10) {
            decimal(json, value / 10);
        }
        json.writeByte('0' + (int) (value % 10));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
