package io.sidetone.world;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that says exactly the bytes it is told to, wrong ones too, and reads what comes back. */
public final class Knock implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)");
    private static final int PATIENCE_MS = 20_000; // so that a silent server fails a test and does not hang it

    private final Socket socket;

    private Knock(Socket socket) {
        this.socket = socket;
    }

    public static Knock at(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        return new Knock(socket);
    }

    /** One request and its answer, on a connection of their own. */
    public static String ask(int port, String request) throws IOException {
        try (Knock knock = at(port)) {
            return knock.say(request).answer();
        }
    }

    public Knock say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.UTF_8));
    }

    Knock say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next whole answer: head and body. */
    public String answer() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            head.write(next(in));
        }
        String text = head.toString(StandardCharsets.UTF_8);
        Matcher length = LENGTH.matcher(text);
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return text + new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the server has closed the connection, with nothing more to say. Waits for it. */
    public boolean closed() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /** Waits no longer than this for anything. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    static int next(InputStream in) throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new EOFException("the server closed the connection in the middle of an answer");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
