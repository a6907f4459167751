package io.sidetone.world;

import io.sidetone.twiml.RequestSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A signed media stream of somebody's own TwiML, which can send what Twilio never would. */
final class MediaSocket implements AutoCloseable {
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 8;

    private final Knock knock;

    private MediaSocket(Knock knock) {
        this.knock = knock;
    }

    static MediaSocket open(World world) throws IOException {
        Knock knock = Knock.at(world.mediaUrl().getPort());
        String answer = knock.say(upgrade(world.mediaUrl(), World.AUTH_TOKEN)).answer();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("not upgraded: " + answer);
        }
        return new MediaSocket(knock);
    }

    /** The request for an upgrade, signed with a token. */
    static String upgrade(URI media, String token) {
        return "GET " + media.getPath() + " HTTP/1.1\r\nHost: " + media.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Twilio-Signature: "
                + new RequestSigner(token).sign(media.toString()) + "\r\n\r\n";
    }

    /** Twilio's first message about a stream of the inbound track. */
    static String start(String callSid, String encoding) {
        return "{\"event\":\"start\",\"sequenceNumber\":\"1\",\"streamSid\":\"MZ00000000000000000000000000000009\","
                + "\"start\":{\"streamSid\":\"MZ00000000000000000000000000000009\",\"accountSid\":\""
                + World.ACCOUNT_SID + "\",\"callSid\":\"" + callSid + "\",\"tracks\":[\"inbound\"],"
                + "\"mediaFormat\":{\"encoding\":\"" + encoding + "\",\"sampleRate\":8000,\"channels\":1},"
                + "\"customParameters\":{}}}";
    }

    static String start(String callSid) {
        return start(callSid, "audio/x-mulaw");
    }

    static String media(int timestampMs, String payload) {
        return "{\"event\":\"media\",\"sequenceNumber\":\"2\",\"streamSid\":\"MZ00000000000000000000000000000009\","
                + "\"media\":{\"track\":\"inbound\",\"chunk\":\"1\",\"timestamp\":\"" + timestampMs
                + "\",\"payload\":\"" + payload + "\"}}";
    }

    MediaSocket text(String message) throws IOException {
        return frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    MediaSocket binary(byte[] message) throws IOException {
        return frame(BINARY, message);
    }

    /** The beginning of a text frame of this length. */
    MediaSocket announce(long length) throws IOException {
        knock.say(head(TEXT, length));
        return this;
    }

    MediaSocket leave() throws IOException {
        return frame(0x80 | CLOSE, new byte[] {3, (byte) 0xE8});
    }

    /** Code and reason of the close frame; waits for it. */
    String goodbye() throws IOException {
        InputStream in = knock.in();
        while (true) {
            int opcode = Knock.next(in) & 0x0F;
            int length = Knock.next(in);
            if (length > 125) {
                throw new IOException("a frame of a length no close frame has");
            }
            byte[] body = in.readNBytes(length);
            if (opcode == CLOSE) {
                return ((body[0] & 0xFF) << 8 | (body[1] & 0xFF)) + " "
                        + new String(body, 2, length - 2, StandardCharsets.UTF_8);
            }
        }
    }

    /** Masked with zeros, which a server cannot tell from random ones. */
    MediaSocket frame(int first, byte[] body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(head(first, body.length));
        frame.writeBytes(body);
        knock.say(frame.toByteArray());
        return this;
    }

    private static byte[] head(int first, long length) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        int extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        head.write(0x80 | (extended == 0 ? (int) length : extended == 2 ? 126 : 127));
        for (int shift = 8 * (extended - 1); shift >= 0; shift -= 8) {
            head.write((int) (length >> shift));
        }
        head.writeBytes(new byte[4]);
        return head.toByteArray();
    }

    @Override
    public void close() throws IOException {
        knock.close();
    }
}
