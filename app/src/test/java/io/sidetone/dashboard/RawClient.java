package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A WebSocket by hand: for headers that the JDK does not let through, and for not reading. */
final class RawClient implements AutoCloseable {
    private static final int TEXT = 1;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    final Map<String, String> headers = new LinkedHashMap<>();
    final String answer; // status line, headers, and the body of a refusal

    RawClient(int port, String query, String... header) throws IOException {
        socket.setReceiveBufferSize(4 * 1024); // so that not reading is felt soon
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 512));
        out = socket.getOutputStream();
        headers.put("Host", "localhost:" + port);
        headers.put("Upgrade", "websocket");
        headers.put("Connection", "Upgrade");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("Authorization", "Bearer " + TestServer.TOKEN);
        for (String line : header) {
            headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
        }
        StringBuilder request = new StringBuilder("GET " + Dashboards.PATH + query + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> {
            if (!value.equals("-")) {
                request.append(name).append(": ").append(value).append("\r\n");
            }
        });
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        answer = answer();
    }

    /** The status line, with the headers and body of a refusal, which it waits for. */
    private String answer() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) in.readUnsignedByte());
        }
        int at = text.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        if (at >= 0) {
            int length = Integer.parseInt(
                    text.substring(at + 16, text.indexOf("\r\n", at)).strip());
            text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    int status() {
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** Sends one masked frame; the mask is all zeros. */
    void send(int opcode, boolean last, String payload) throws IOException {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        boolean small = bytes.length < 126; // the length must be in its shortest form
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8);
        frame.put((byte) ((last ? 0x80 : 0) | opcode)).put((byte) (0x80 | (small ? bytes.length : 126)));
        if (!small) {
            frame.putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes);
        out.write(frame.array(), 0, frame.position());
    }

    void text(String json) throws IOException {
        send(TEXT, true, json);
    }

    /** The next text frame; other kinds are passed over. */
    ObjectNode next() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] payload = in.readNBytes((int) bytes);
            if (opcode == TEXT) {
                return Json.object(payload);
            }
        }
    }

    /** Reads to the end of the connection. */
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
