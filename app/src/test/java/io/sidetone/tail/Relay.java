package io.sidetone.tail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire to a server that a test can cut, and plug into another server. */
public final class Relay implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();
    private volatile int target;
    private volatile boolean plugged = true;

    public Relay(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread("relay", this::accept);
    }

    public URI url() {
        return URI.create("http://localhost:" + listening.getLocalPort());
    }

    /** Breaks every connection; later ones end at once until {@link #plug}. */
    public void cut() {
        plugged = false;
        ends.forEach(Relay::shut);
        ends.clear();
    }

    public void plug(int newTarget) {
        target = newTarget;
        plugged = true;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (plugged) {
                    join(client);
                } else {
                    client.close();
                }
            } catch (IOException e) {
                // closed, or the server is away: the client sees its connection end
            }
        }
    }

    private void join(Socket client) throws IOException {
        Socket server = new Socket();
        ends.add(client);
        ends.add(server);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        if (!plugged) { // cut just now
            shut(client);
            shut(server);
            return;
        }
        thread("relay-up", () -> copy(client, server));
        thread("relay-down", () -> copy(server, client));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // cut: both are closed
        }
    }

    private static void shut(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut();
        listening.close();
    }
}
