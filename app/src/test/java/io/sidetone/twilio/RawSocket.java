package io.sidetone.twilio;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** A WebSocket client that can do everything wrong. Blocking, on the test's thread. */
final class RawSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** What came: {@code opcode} -1 is the end of the connection. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Frame(int opcode, byte[] payload) {
        int closeCode() {
            return payload.length < 2 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        String reason() {
            return new String(
                    payload, Math.min(2, payload.length), Math.max(0, payload.length - 2), StandardCharsets.UTF_8);
        }
    }

    RawSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Asks for an upgrade and gives back the answer's head. */
    String upgrade(String path, String... headers) throws IOException {
        return request("GET " + path, "", withUpgrade(headers));
    }

    private static String[] withUpgrade(String... headers) {
        String[] all = new String[headers.length + 4];
        all[0] = "Connection: Upgrade";
        all[1] = "Upgrade: websocket";
        all[2] = "Sec-WebSocket-Version: 13";
        all[3] = "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(new byte[16]);
        System.arraycopy(headers, 0, all, 4, headers.length);
        return all;
    }

    /** Sends a request and gives back the answer, with its body if its length is said. */
    String request(String methodAndPath, String body, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(methodAndPath).append(" HTTP/1.1\r\nHost: bridge.example.com\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        text.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
        return answer();
    }

    private String answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    void text(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int opcode, byte[] payload) throws IOException {
        frame(opcode, true, payload);
    }

    void frame(int opcode, boolean last, byte[] payload) throws IOException {
        head(opcode, last, payload.length);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i % 4];
        }
        out.write(masked);
        out.flush();
    }

    /** Announces a frame without sending what is in it. */
    void head(int opcode, boolean last, long length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) ((last ? 0x80 : 0) | opcode));
        if (length < 126) {
            head.put((byte) (0x80 | length));
        } else if (length < 65_536) {
            head.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            head.put((byte) (0x80 | 127)).putLong(length);
        }
        head.put(MASK);
        out.write(head.array(), 0, head.position());
        out.flush();
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Frame read() throws IOException {
        try {
            int opcode = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            return new Frame(opcode, in.readNBytes(length));
        } catch (EOFException | SocketException e) {
            return new Frame(-1, new byte[0]);
        }
    }

    /** When it returns, the server has worked off everything that was sent before. */
    void settle() throws IOException {
        frame(PING, new byte[] {7});
        Frame frame = read();
        if (frame.opcode() != PONG) {
            throw new AssertionError(
                    "expected a pong, got opcode " + frame.opcode() + " " + frame.closeCode() + " " + frame.reason());
        }
    }

    /** The goodbye, and that the connection ends after it. */
    Frame goodbye() throws IOException {
        Frame frame = read();
        if (frame.opcode() == CLOSE && read().opcode() != -1) {
            throw new AssertionError("the connection goes on after the close frame");
        }
        return frame;
    }

    /** Ends with a reset instead of a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
