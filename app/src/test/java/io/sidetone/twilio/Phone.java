package io.sidetone.twilio;

import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Twilio's side of one stream: what it says, well formed. */
final class Phone implements AutoCloseable {
    final RawSocket socket;
    private final String callSid;

    private Phone(RawSocket socket, String callSid) {
        this.socket = socket;
        this.callSid = callSid;
    }

    /** A stream of somebody's own TwiML, signed. */
    static Phone foreign(MediaServer server, String callSid) throws IOException {
        return connected(server, MediaDoor.PATH, callSid);
    }

    /** A stream of our own TwiML. */
    static Phone minted(MediaServer server, MintedCalls.Minted call) throws IOException {
        return connected(server, MediaDoor.PATH + "/" + call.token(), call.callSid());
    }

    private static Phone connected(MediaServer server, String path, String callSid) throws IOException {
        RawSocket socket = new RawSocket(server.port());
        String answer = socket.upgrade(path, "X-Twilio-Signature: " + MediaServer.signature(path));
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(answer);
        }
        socket.text("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
        return new Phone(socket, callSid);
    }

    Phone started() throws IOException {
        socket.text(start(MediaServer.ACCOUNT, callSid, "audio/x-mulaw", 8_000));
        socket.settle();
        return this;
    }

    /** Starts with both tracks and the parameters of an answer. */
    Phone started(Map<String, String> parameters) throws IOException {
        String pairs = parameters.entrySet().stream()
                .map(it -> "\"" + it.getKey() + "\":\"" + it.getValue() + "\"")
                .collect(Collectors.joining(","));
        socket.text(start(MediaServer.ACCOUNT, callSid, "audio/x-mulaw", 8_000)
                .replace("\"customParameters\":{}", "\"customParameters\":{" + pairs + "}")
                .replace("[\"inbound\"]", "[\"inbound\",\"outbound\"]"));
        socket.settle();
        return this;
    }

    static String start(String accountSid, String callSid, String encoding, int sampleRate) {
        return "{\"event\":\"start\",\"sequenceNumber\":\"1\",\"start\":{\"accountSid\":\"" + accountSid
                + "\",\"streamSid\":\"MZ1\",\"callSid\":\"" + callSid
                + "\",\"tracks\":[\"inbound\"],\"mediaFormat\":{\"encoding\":\"" + encoding + "\",\"sampleRate\":"
                + sampleRate + ",\"channels\":1},\"customParameters\":{}},\"streamSid\":\"MZ1\"}";
    }

    static String media(long timestampMs, byte[] audio) {
        return TwilioMessageReaderTest.media(
                "inbound", "\"" + timestampMs + "\"", "\"" + Base64.getEncoder().encodeToString(audio) + "\"");
    }

    void says(long timestampMs, byte[] audio) throws IOException {
        socket.text(media(timestampMs, audio));
    }

    void stops() throws IOException {
        socket.text(
                "{\"event\":\"stop\",\"sequenceNumber\":\"9\",\"stop\":{\"accountSid\":\"AC1\",\"callSid\":\"CA1\"}}");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
