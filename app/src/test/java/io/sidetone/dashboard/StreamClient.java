package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A reader of server-sent events by hand: for looking at each byte, and for not reading. */
final class StreamClient implements AutoCloseable {
    /** One message; {@code id} is empty if it has none. */
    record Message(String event, String id, ObjectNode frame) {
        String code() {
            return frame.path("code").asText();
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private int leftOfChunk;
    final String head;

    /** Asks by bearer token; a header {@code Name: -} is left out. */
    static StreamClient get(TestServer server, String query, String... header) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "localhost:" + server.port());
        headers.put("Authorization", "Bearer " + TestServer.TOKEN);
        for (String line : header) {
            headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
        }
        StringBuilder request = new StringBuilder("GET " + Dashboards.STREAM_PATH + query + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> {
            if (!value.equals("-")) {
                request.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return new StreamClient(server.port(), request.append("\r\n").toString());
    }

    StreamClient(int port, String request) throws IOException {
        socket.setReceiveBufferSize(4 * 1024); // so that not reading is felt soon
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 512));
        out = socket.getOutputStream();
        send(request);
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) in.readUnsignedByte());
        }
        head = text.toString();
        chunked = head.contains("transfer-encoding: chunked");
    }

    void send(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** A refusal's body. */
    ObjectNode problem() throws IOException {
        int at = head.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        return Json.object(in.readNBytes(length));
    }

    /** The next message; fails if it is not as the schema says. */
    Message next() throws IOException {
        String event = field("event: ", line());
        String next = line();
        boolean named = next.startsWith("id: ");
        String data = field("data: ", named ? line() : next);
        if (!line().isEmpty()) {
            throw new AssertionError("a message of more than one line of data: " + data);
        }
        ObjectNode frame = Json.object(data.getBytes(StandardCharsets.UTF_8));
        FrameSchema.BUNDLED.check(frame);
        if (!frame.path("type").asText().equals(event)) {
            throw new AssertionError("as " + event + " came " + data);
        }
        return new Message(event, named ? field("id: ", next) : "", frame);
    }

    Message next(String event) throws IOException {
        return nextUntil(it -> it.event().equals(event)).get(0);
    }

    /** All messages up to the first that is meant, the newest first. */
    List<Message> nextUntil(Predicate<Message> meant) throws IOException {
        List<Message> all = new ArrayList<>();
        do {
            all.add(0, next());
        } while (!meant.test(all.get(0)));
        return all;
    }

    private static String field(String start, String line) {
        if (!line.startsWith(start)) {
            throw new AssertionError("expected " + start + " but came " + line);
        }
        return line.substring(start.length());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = octet(); next != '\n'; next = octet()) {
            if (next < 0) {
                throw new IOException("the stream ended within a message");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int octet() throws IOException {
        if (chunked && leftOfChunk == 0 && !nextChunk()) {
            return -1;
        }
        leftOfChunk--;
        return in.read();
    }

    private boolean nextChunk() throws IOException {
        leftOfChunk = Integer.parseInt(httpLine(), 16) + 2; // and the line's end behind it
        if (leftOfChunk > 2) {
            leftOfChunk -= 2;
            return true;
        }
        return false;
    }

    private String httpLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) in.readUnsignedByte());
        }
        String text = line.toString().strip();
        return text.isEmpty() ? httpLine() : text; // the end of the chunk before
    }

    /** Whether the answer has come to its proper end. */
    boolean ended() throws IOException {
        return octet() < 0;
    }

    /** Reads whatever there is until the connection is gone. */
    void readToEnd() throws IOException {
        while (in.read() >= 0) {
            // nothing to keep
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
