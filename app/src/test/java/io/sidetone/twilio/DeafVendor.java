package io.sidetone.twilio;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A vendor that takes every stream and all of its audio, and says no word but goodbye. */
final class DeafVendor implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 section 1.3

    private static final int FIN_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int MASK_BYTES = 4;
    private static final byte[] GOODBYE = goodbye();

    final AtomicLong bytes = new AtomicLong();
    private final ServerSocket door;

    DeafVendor() throws IOException {
        door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread taker = new Thread(this::take, "deaf vendor");
        taker.setDaemon(true);
        taker.start();
    }

    int port() {
        return door.getLocalPort();
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket stream = door.accept();
                Thread listener = new Thread(() -> listen(stream), "deaf vendor's stream");
                listener.setDaemon(true);
                listener.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void listen(Socket stream) {
        try (stream) {
            DataInputStream in = new DataInputStream(stream.getInputStream());
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(head(in)) + "\r\n\r\n";
            stream.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            while (takesAudio(in)) {
                Thread.onSpinWait();
            }
            stream.getOutputStream().write(GOODBYE);
        } catch (IOException e) {
            // hung up
        }
    }

    /** One frame; false if it is text, which is {@code CloseStream} in a test that asks for nothing else. */
    private boolean takesAudio(DataInputStream in) throws IOException {
        boolean isText = in.readUnsignedByte() == FIN_TEXT;
        int length = in.readUnsignedByte() & ~MASKED;
        if (length == SHORT_LENGTH) {
            length = in.readUnsignedShort();
        }
        in.skipNBytes(MASK_BYTES + length);
        bytes.addAndGet(length);
        return !isText;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    private static String accept(String head) {
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new AssertionError(head);
        }
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1")
                    .digest((key.group(1) + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The summary and a close frame, as Deepgram ends a stream. */
    private static byte[] goodbye() {
        byte[] summary = "{\"type\":\"Metadata\",\"duration\":1.0,\"channels\":1}".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frames = ByteBuffer.allocate(2 + summary.length + 4);
        frames.put((byte) FIN_TEXT).put((byte) summary.length).put(summary);
        return frames.put((byte) 0x88).put((byte) 2).putShort((short) 1_000).array();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
