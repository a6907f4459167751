package io.sidetone.sim.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a bridge and the vendor and spoils one message of audio, the eighth of the first connection; all else
 * goes through as it came. Together with a sound bridge it is a broken one.
 */
final class SpoilingRelay implements AutoCloseable {
    private static final int SPOILED = 8;

    private final ServerSocket listening;
    private final URI vendor;
    private final Spoiling spoiling;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<@Nullable UpstreamFrame> others = new AtomicReference<>();
    private final AtomicReference<@Nullable Spoiled> spoiled = new AtomicReference<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    SpoilingRelay(URI vendor, Spoiling spoiling) throws IOException {
        this.vendor = vendor;
        this.spoiling = spoiling;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    /** What was at hand when it happened. */
    record Spoiled(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {}

    /** Null while it has not happened. */
    @Nullable Spoiled spoiled() {
        return spoiled.get();
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    /** Something that ends when its socket is closed. */
    private interface Pump {
        void run() throws IOException;
    }

    private static void run(Pump pump) {
        Thread thread = new Thread(() -> {
            try {
                pump.run();
            } catch (IOException e) {
                // a socket was closed: the relay's, or one of a connection
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket bridge = listening.accept();
            Socket ahead = new Socket(vendor.getHost(), vendor.getPort());
            bridge.setTcpNoDelay(true);
            ahead.setTcpNoDelay(true);
            open.addAll(List.of(bridge, ahead));
            int connection = connections.getAndIncrement();
            run(() -> {
                try (bridge) {
                    ahead.getInputStream().transferTo(bridge.getOutputStream());
                }
            });
            run(() -> {
                try (ahead) {
                    up(new DataInputStream(bridge.getInputStream()), ahead.getOutputStream(), connection);
                }
            });
        }
    }

    private void up(DataInputStream in, OutputStream out, int connection) throws IOException {
        head(in, out);
        UpstreamFrame held = null;
        for (int audio = 0; true; ) {
            UpstreamFrame frame = UpstreamFrame.read(in);
            audio += frame.audio() ? 1 : 0;
            if (frame.audio() && connection == 1) {
                others.set(frame);
            }
            if (frame.audio() && connection == 0 && audio == SPOILED - 1) {
                held = frame;
                if (spoiling == Spoiling.SWAP) {
                    continue;
                }
            }
            boolean due = frame.audio() && connection == 0 && audio >= SPOILED && spoiled.get() == null;
            for (UpstreamFrame one : due && held != null ? spoil(frame, held) : List.of(frame)) {
                out.write(one.bytes());
            }
        }
    }

    /** Mixing waits until the other connection has sent something too. */
    private List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held) {
        UpstreamFrame another = others.get();
        if (another == null && spoiling == Spoiling.MIX) {
            return List.of(frame);
        }
        Spoiled what = new Spoiled(frame, held, another == null ? frame : another);
        spoiled.set(what);
        return spoiling.spoil(what.frame(), what.held(), what.others());
    }

    private static void head(DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        out.write(head.toByteArray());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : new ArrayList<>(open)) {
            socket.close();
        }
    }
}
