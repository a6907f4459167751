package io.sidetone.websocket;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that puts any frame on the wire, and tells in words what comes back. */
final class Wire implements AutoCloseable {
    static final int FIN = 0x80;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
    private static final int PATIENCE_MS = 20_000; // so that a silent server fails a test and does not hang it

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    final String answer;

    Wire(int port, String request) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        answer = head.toString();
    }

    /** @param first the frame's first byte: {@link #FIN}, reserved bits, opcode */
    Wire send(int first, byte[] payload) throws IOException {
        return raw(frame(first, payload, MASKED));
    }

    Wire send(int first, String payload) throws IOException {
        return send(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    Wire sendUnmasked(int first, String payload) throws IOException {
        return raw(frame(first, payload.getBytes(StandardCharsets.UTF_8), 0));
    }

    /** Octet by octet, each in a packet of its own as far as the kernel allows. */
    Wire sendChopped(int first, String payload) throws IOException {
        for (byte octet : frame(first, payload.getBytes(StandardCharsets.UTF_8), MASKED)) {
            raw(new byte[] {octet});
        }
        return this;
    }

    /** The server may have hung up already: that is for {@link #next} to see. */
    Wire raw(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (SocketException e) {
            if (socket.isClosed()) {
                throw e;
            }
        }
        return this;
    }

    /** A frame whose length takes more octets than it needs. */
    Wire sendLongForm(String payload) throws IOException {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + bytes.length);
        frame.put((byte) (FIN | TEXT)).put((byte) (MASKED | 126)).putShort((short) bytes.length);
        return raw(frame.putInt(0).put(bytes).array());
    }

    private static byte[] frame(int first, byte[] payload, int masked) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (masked | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (masked | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (masked | 127)).putLong(payload.length);
        }
        if (masked != 0) {
            frame.put(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (masked == 0 ? payload[i] : payload[i] ^ MASK[i % MASK.length]));
        }
        byte[] whole = new byte[frame.position()];
        frame.flip().get(whole);
        return whole;
    }

    /** What comes next: {@code text …}, {@code pong …}, {@code close 1002}, {@code end}. */
    String next() throws IOException {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            return told(first, in.readNBytes(length));
        } catch (EOFException | SocketException e) {
            return "end";
        }
    }

    private static String told(int first, byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        return switch (first) {
            case FIN | TEXT -> "text " + text;
            case FIN | PING -> "ping " + text;
            case FIN | PONG -> "pong " + text;
            case FIN | CLOSE ->
                payload.length < 2
                        ? "close"
                        : "close " + (ByteBuffer.wrap(payload).getShort() & 0xFFFF);
            default -> "frame " + Integer.toHexString(first) + " " + text;
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
